import { scoreAnswers } from "#lib/qa/index.ts";
import type { ChunkSettings, Study } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { contrastOf, sourcesOf } from "./contrastOf.ts";
import { longEnough } from "./longEnough.ts";
import { pairItems } from "./pairItems.ts";
import { plantedLags } from "./plantedLags.ts";
import { primaryItems } from "./primaryItems.ts";
import { readStreams } from "./remakeStudy.ts";
import { streamLags } from "./streamLags.ts";
import type { Experiment } from "./studyResults.ts";
import { type VariedResults, varyStudy } from "./varyStudy.ts";

type Lag = ChunkSettings["lagSeconds"];

/** The lag of the chat in each stream, how well planted lags are found, and what a cut by them does to accuracy. */
export const lag: Experiment = {
  name: "lag",
  readsText: true,
  asksAgain: true,
  async run({ study }, { line }): Promise<Artefact[]> {
    const below = (folder: string) => (file: Artefact) => ({ ...file, path: `${folder}/${file.path}` });
    const varied: [Lag, VariedResults][] = [];
    for (const lagSeconds of new Set<Lag>([0, study.chunk.lagSeconds, "auto"]))
      varied.push([lagSeconds, await varyStudy(line, { chunk: { lagSeconds } })]);
    return [
      ...streamLags(study, await readStreams(line)),
      ...plantedLags().map(below("planted")),
      ...effect(study, varied).map(below("effect")),
    ];
  },
};

/** Accuracy and the primary contrast with each lag that the study's chat may be moved back by. */
function effect(study: Study, varied: readonly [Lag, VariedResults][]): Artefact[] {
  const { reader, arm, against } = study.primary;
  const rows = varied.map(([lagSeconds, { study: derived, questions, answers, chunks }]): Row => {
    const passes = longEnough(chunks, study.gates.minCombinedChars);
    const items = primaryItems(study, scoreAnswers(questions, answers, { invalid: "excluded", passes }));
    const pairs = against.map((second) => pairItems({ study, items }, { reader, first: arm, second, evidence: "any" }));
    return {
      values: {
        lag: String(lagSeconds),
        own: lagSeconds === study.chunk.lagSeconds ? "own" : "",
        questions: new Set(items.map(({ question }) => question)).size,
        accuracy: accuracyOf(items.filter((item) => item.arm === arm)).accuracy,
        ...Object.fromEntries(against.map((other, i) => [other, contrastOf(pairs[i]!)])),
      },
      sources: pairs.flatMap((own, i) => sourcesOf(derived.name, against[i]!, own)),
    };
  });
  return renderTable({
    name: "lag-effect",
    title: `What moving the chat back does to accuracy: ${study.title}`,
    keys: ["lag"],
    columns: [
      { key: "lag", label: "lag (s)" },
      { key: "own", label: "the study's" },
      { key: "questions", label: "questions" },
      { key: "accuracy", label: `${reader}, ${arm} [95 %]`, digits: 3 },
      ...against.map((other) => ({ key: other, label: `${arm} - ${other} [95 %]`, digits: 3 })),
    ],
    rows,
    stamp: "exploratory",
    notes: [
      `Windows of ${study.chunk.windowSeconds} s. auto: each window's lag is fitted on the rest of its stream, so that it is never fitted on what is asked; 0 where it cannot be told.`,
      "A lag moves the few messages near the end of a window into the window of the speech that they answer, and what is asked of a window changes with them: the questions are not the same from row to row.",
      ...study.notes,
    ],
  });
}
