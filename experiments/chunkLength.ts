import { scoreAnswers } from "#lib/qa/index.ts";
import type { Arm, Study } from "#lib/records/index.ts";
import { type Artefact, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import type { Interval } from "#lib/stats/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { chanceOf } from "./chanceOf.ts";
import { contrastOf, sourcesOf } from "./contrastOf.ts";
import { longEnough } from "./longEnough.ts";
import { pairItems } from "./pairItems.ts";
import { primaryItems } from "./primaryItems.ts";
import type { Experiment } from "./studyResults.ts";
import { varyStudy } from "./varyStudy.ts";

const minutesSwept = [2, 5, 10, 20];

/** What one length of chunk gives: accuracies by arm, and the primary contrast against each of its arms. */
interface Length {
  minutes: number;
  chunks: number;
  questions: number;
  accuracies: Map<Arm, Interval>;
  contrasts: Interval[];
  sources: unknown[];
}

/** The study cut into chunks of 2, 5, 10 and 20 minutes: its questions, accuracy by arm, and the primary contrast. */
export const chunkLength: Experiment = {
  name: "chunkLength",
  readsText: true,
  asksAgain: true,
  async run({ study, questions: own }, { line }): Promise<Artefact[]> {
    const { primary } = study;
    const arms: Arm[] = [...new Set<Arm>([primary.arm, "combined", ...primary.against])];
    const lengths: Length[] = [];
    for (const minutes of minutesSwept) {
      const overlapSeconds = (study.chunk.overlapSeconds / study.chunk.windowSeconds) * minutes * 60;
      const varied = await varyStudy(line, { arms, chunk: { windowSeconds: minutes * 60, overlapSeconds } });
      const { questions, answers, chunks } = varied;
      const passes = longEnough(chunks, study.gates.minCombinedChars);
      const items = primaryItems(study, scoreAnswers(questions, answers, { invalid: "excluded", passes }));
      const pairs = primary.against.map((second) =>
        pairItems({ study, items }, { reader: primary.reader, first: primary.arm, second, evidence: "any" }),
      );
      const accuracy = (arm: Arm) => accuracyOf(items.filter((item) => item.arm === arm)).accuracy;
      lengths.push({
        minutes,
        chunks: chunks.length,
        questions: new Set(items.map(({ question }) => question)).size,
        accuracies: new Map(arms.map((arm) => [arm, accuracy(arm)])),
        contrasts: pairs.map(contrastOf),
        sources: pairs.flatMap((own, i) => sourcesOf(varied.study.name, primary.against[i]!, own)),
      });
    }
    return [...table(study, arms, lengths), ...figure(study, arms, lengths, chanceOf(own))];
  },
};

function table(study: Study, arms: readonly Arm[], lengths: readonly Length[]): Artefact[] {
  const { primary } = study;
  const rows = lengths.map(
    ({ minutes, chunks, questions, accuracies, contrasts, sources }): Row => ({
      values: {
        minutes,
        chunks,
        questions,
        ...Object.fromEntries(accuracies),
        ...Object.fromEntries(
          primary.against.flatMap((against, i) => [
            [`minus ${against}`, contrasts[i]!],
            [`n ${against}`, contrasts[i]!.n],
          ]),
        ),
      },
      sources,
    }),
  );
  return renderTable({
    name: "chunkLength",
    title: `Chunks of other lengths: ${study.title}`,
    keys: ["minutes"],
    columns: [
      { key: "minutes", label: "minutes" },
      { key: "chunks", label: "chunks" },
      { key: "questions", label: "questions" },
      ...arms.map((arm) => ({ key: arm, label: `${arm} [95 %]`, digits: 3 })),
      ...primary.against.flatMap((against) => [
        { key: `n ${against}`, label: `questions, ${against}` },
        { key: `minus ${against}`, label: `${primary.arm} - ${against} [95 %]`, digits: 3 },
      ]),
    ],
    rows,
    stamp: "exploratory",
    notes: [
      `${primary.reader}; questions of the primary contrast, in chunks of at least ${study.gates.minCombinedChars} code points. Each length has questions of its own, so lengths are compared as studies are, not question by question.`,
      "A shorter chunk shows a reader less to search, and its questions are about less: both change at once, and the table does not tell them apart. A reader finds what it looks for more easily in little text.",
      "Where an arm has nothing to show for some questions (otherChunkChat in streams of few chunks), the contrast rests on fewer of them: they are counted beside it.",
      ...study.notes,
    ],
  });
}

function figure(study: Study, arms: readonly Arm[], lengths: readonly Length[], chance: number): Artefact[] {
  return renderFigure({
    name: "chunkLength",
    title: `Accuracy by length of chunk: ${study.title}`,
    xLabel: "minutes",
    yLabel: `accuracy of ${study.primary.reader}`,
    shape: "lines",
    points: arms.flatMap((arm) =>
      lengths.map(({ minutes, accuracies }) => ({ x: minutes, series: arm, estimate: accuracies.get(arm)! })),
    ),
    reference: { value: chance, label: "chance" },
    notes: ["Bars are 95 % intervals over videos. Each length has questions of its own.", ...study.notes],
  });
}
