import { type ArmPoint, type Artefact, armsFigurePage, armsFigureSvg } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import type { Experiment } from "./studyResults.ts";

/** Figure: accuracy by arm with intervals, a panel for each reader and kind of question. */
export const arms: Experiment = {
  name: "arms",
  run({ study, items, questions }): Artefact[] {
    const kinds = [...new Set(questions.map((question) => question.kind))].sort().reverse();
    const points: ArmPoint[] = [];
    for (const reader of study.readers)
      for (const arm of study.arms)
        for (const kind of kinds) {
          const chosen = items.filter((item) => item.reader === reader && item.arm === arm && item.kind === kind);
          const { accuracy } = accuracyOf(chosen);
          if (typeof accuracy === "object" && accuracy) points.push({ arm, reader, kind, accuracy });
        }
    const choices = questions[0]?.choices.length ?? 4;
    const figure = {
      title: `Accuracy by arm: ${study.title}`,
      caption:
        "Bars are 95 % intervals that count the questions of one video as belonging together (Korn and Graubard). " +
        `The dashed line is chance. ${study.notes.join(" ")}`,
      chance: 1 / choices,
      arms: study.arms,
      readers: study.readers,
      kinds,
      points,
    };
    return [
      { path: "figure.svg", text: armsFigureSvg(figure) },
      { path: "figure.html", text: armsFigurePage(figure, "../../.assets/plotly.js") },
    ];
  },
};
