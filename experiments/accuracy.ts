import type { ScoredItem } from "#lib/qa/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { chanceCorrected, clusteredLogit, type Interval } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment } from "./studyResults.ts";

/** Accuracy by platform, kind of question, arm and reader. */
export const accuracy: Experiment = {
  name: "accuracy",
  run({ study, items, questions }): Artefact[] {
    const choices = new Map(questions.map((question) => [question.id, question.choices.length]));
    const platforms = ["all", ...new Set(items.map((item) => item.platform).sort())];
    const kinds = ["all", ...new Set(items.map((item) => item.kind).sort())];
    const rows: Row[] = [];
    for (const platform of platforms)
      for (const kind of kinds)
        for (const arm of study.arms)
          for (const reader of study.readers) {
            const chosen = items.filter(
              (item) =>
                (platform === "all" || item.platform === platform) &&
                (kind === "all" || item.kind === kind) &&
                item.arm === arm &&
                item.reader === reader,
            );
            const estimate = accuracyOf(chosen);
            const scored = chosen.flatMap(({ question, score }) =>
              score === null ? [] : [{ score, choices: choices.get(question)! }],
            );
            rows.push({
              values: { platform, kind, arm, reader, ...estimate, corrected: chanceCorrected(scored) },
              sources: chosen,
              aside: estimate.n === 0 || reader !== study.primary.reader || (platform !== "all" && kind !== "all"),
            });
          }
    return renderTable({
      name: "accuracy",
      title: `Accuracy by platform, question, arm and reader: ${study.title}`,
      keys: ["platform", "kind", "arm", "reader"],
      columns: [
        { key: "platform", label: "platform" },
        { key: "kind", label: "question" },
        { key: "arm", label: "arm" },
        { key: "reader", label: "reader" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "invalid", label: "invalid answers" },
        { key: "notApplicable", label: "not applicable" },
        { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
        { key: "corrected", label: "above chance", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Shown: the study's primary reader, ${study.primary.reader}, by platform or by kind of question. The table of arms has all readers.`,
        "The item is the question: orders of choices and draws are averaged first. Invalid answers are left out; they are counted beside.",
        "Intervals: t on the log odds with an error that leaves out one video at a time (jackknife); where all videos agree, Korn and Graubard (1998).",
        "Above chance: mean of (score - 1/k) / (1 - 1/k), k the choices of each question; 0 is guessing, 1 all right, and below 0 the reader does worse than a guess (Abbott 1925, J Econ Entomol 18:265). It moves the zero and adds no evidence: where all questions have as many choices, put the bounds of the interval through the same formula.",
        "Not applicable: the arm had nothing to show for that question, or the reader does not see what the arm changes.",
        ...study.notes,
      ],
    });
  },
};

/** The columns n, videos, invalid, notApplicable and accuracy of some items. */
export function accuracyOf(items: readonly ScoredItem[]): Row["values"] & { accuracy: Interval } {
  const scored = items.filter((item) => item.score !== null);
  const estimate = clusteredLogit(byVideo(scored, (item) => item.score!));
  return {
    n: estimate.n,
    videos: estimate.clusters,
    invalid: items.reduce((sum, item) => sum + item.invalid, 0),
    notApplicable: items.filter((item) => item.score === null && item.notApplicable > 0).length,
    accuracy: estimate,
  };
}
