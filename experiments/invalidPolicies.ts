import type { ScoredItem } from "#lib/qa/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { invalidPolicies as bothPolicies, clusteredLogit } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** Accuracy under both policies for invalid answers, side by side, with how many there were and of what sort. */
export const invalidPolicies: Experiment = {
  name: "invalidPolicies",
  run(results): Artefact[] {
    const { study, items } = results;
    const failures = countFailures(results);
    const rows: Row[] = [];
    for (const arm of study.arms)
      for (const reader of study.readers) {
        const own = items.filter((item) => item.arm === arm && item.reader === reader && asked(item) > 0);
        if (own.length === 0) continue;
        const { excluded, countedWrong } = bothPolicies(
          byVideo(own, (item) => ({ score: item.score, valid: asked(item) - item.invalid, invalid: item.invalid })),
        );
        const { refused = 0, blocked = 0 } = failures.get(`${arm}|${reader}`) ?? {};
        const invalid = own.reduce((sum, item) => sum + item.invalid, 0);
        rows.push({
          values: {
            arm,
            reader,
            questions: own.length,
            answers: own.reduce((sum, item) => sum + asked(item), 0),
            unreadable: invalid - refused - blocked,
            refused,
            blocked,
            rate: clusteredLogit(byVideo(own, (item) => item.invalid / asked(item))),
            excluded,
            countedWrong,
            apart: excluded.value === null ? null : excluded.value - countedWrong.value!,
          },
          sources: own,
          aside: invalid === 0 && reader !== study.primary.reader,
        });
      }
    const none = rows.every(({ values }) => values.unreadable === 0 && values.refused === 0 && values.blocked === 0);
    return renderTable({
      name: "invalidPolicies",
      title: `Accuracy with invalid answers left out and counted as wrong: ${study.title}`,
      keys: ["arm", "reader"],
      columns: [
        { key: "arm", label: "arm" },
        { key: "reader", label: "reader" },
        { key: "questions", label: "questions" },
        { key: "answers", label: "answers" },
        { key: "unreadable", label: "no choice read" },
        { key: "refused", label: "refused" },
        { key: "blocked", label: "blocked" },
        { key: "rate", label: "invalid [95 %]", digits: 3 },
        { key: "excluded", label: "left out [95 %]", digits: 3 },
        { key: "countedWrong", label: "counted wrong [95 %]", digits: 3 },
        { key: "apart", label: "apart", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        ...(none
          ? [
              "No reader of this study gave an invalid answer, so both policies are the same number in every row: the table shows that nothing depends on the policy here, and not how far apart the policies can be.",
            ]
          : []),
        "Invalid: no choice could be read from the reply, or the model refused, or the provider blocked it. Left out: a question's score is over its valid answers, and a question with none is not counted. Counted wrong: over all its answers. The other tables leave invalid answers out.",
        "Leaving out flatters a reader that fails where it would be wrong, counting wrong punishes one that fails by accident; the truth lies between as long as the invalid answers, had they been readable, would be right no more often than the valid ones are. Where arms differ in their rate of invalid answers, compare them under both policies.",
        "Intervals: log odds, jackknife over videos. Where no answer was invalid in any video, the rate's upper bound counts videos as the items (Korn and Graubard 1998).",
        `Shown: the primary reader, ${study.primary.reader}, and every row with an invalid answer.`,
        ...study.notes,
      ],
    });
  },
};

/** Answers that a reader was asked for: not those where the arm had nothing to show. */
function asked({ answers, notApplicable }: ScoredItem): number {
  return answers - notApplicable;
}

/** Refused and blocked answers by arm and reader, of the questions that are scored. */
function countFailures({ items, answers }: StudyResults): Map<string, { refused: number; blocked: number }> {
  const scored = new Set(items.map(({ question }) => question));
  const counts = new Map<string, { refused: number; blocked: number }>();
  for (const { question, arm, reader, status } of answers) {
    if ((status !== "refused" && status !== "blocked") || !scored.has(question)) continue;
    const count = counts.get(`${arm}|${reader}`) ?? { refused: 0, blocked: 0 };
    count[status]++;
    counts.set(`${arm}|${reader}`, count);
  }
  return counts;
}
