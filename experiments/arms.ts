import type { ScoredItem } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { type Artefact, type Figure, type Row, renderFigure, renderTable, type Table } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import { chanceOf } from "./chanceOf.ts";
import type { Experiment } from "./studyResults.ts";

/** The first table to read, accuracy by arm and reader, and its figure, for each kind of question. */
export const arms: Experiment = {
  name: "arms",
  run({ study, items, questions }): Artefact[] {
    const kinds = [...new Set(questions.map((question) => question.kind))].sort().reverse();
    const points: Figure["points"][number][] = [];
    for (const kind of kinds)
      for (const arm of study.arms)
        for (const reader of study.readers) {
          const chosen = items.filter((item) => item.reader === reader && item.arm === arm && item.kind === kind);
          points.push({ x: `${kind}, ${arm}`, series: reader, estimate: accuracyOf(chosen).accuracy });
        }
    const figure: Figure = {
      name: "arms",
      title: `Accuracy by arm: ${study.title}`,
      xLabel: "question, arm",
      yLabel: "accuracy",
      shape: "rows",
      points,
      reference: { value: chanceOf(questions), label: "chance" },
      notes: ["Bars are 95 % intervals that count the questions of one video as belonging together.", ...study.notes],
    };
    return [...renderTable(headline(study, items)), ...renderFigure(figure)];
  },
};

function headline(study: Study, items: readonly ScoredItem[]): Table {
  const rows: Row[] = study.arms.map((arm) => {
    const own = items.filter((item) => item.arm === arm);
    const cells = study.readers.map(
      (reader) => [reader, accuracyOf(own.filter((item) => item.reader === reader))] as const,
    );
    const values = Object.fromEntries(cells.map(([reader, { accuracy }]) => [reader, accuracy ?? null]));
    return { values: { arm, questions: new Set(own.map((item) => item.question)).size, ...values }, sources: own };
  });
  return {
    name: "arms",
    title: `Accuracy by arm: ${study.title}`,
    keys: ["arm"],
    columns: [
      { key: "arm", label: "arm" },
      { key: "questions", label: "questions" },
      ...study.readers.map((reader) => ({ key: reader, label: `${reader} [95 %]`, digits: 3 })),
    ],
    rows,
    stamp: "exploratory",
    notes: [
      "combined: chat and speech. none: the question alone. otherChat: another video's chat. otherChunkChat: chat of another part of the same video. shuffledChat: the chunk's chat in another order, for readers that look at order.",
      "Intervals know that questions of one video belong together (log odds, jackknife over videos). A dash: the arm shows that reader nothing of its own.",
      "Questions: those asked under the arm. Where an arm has nothing to show for some of them, the table of accuracy says how many were scored.",
      ...study.notes,
    ],
  };
}
