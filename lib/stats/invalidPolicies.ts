import { clusteredLogit } from "./clusteredLogit.ts";
import type { Interval } from "./interval.ts";

/** One question: its mean score over the valid answers (null with none), and how many answers were valid and invalid. */
export interface CountedScore {
  score: number | null;
  valid: number;
  invalid: number;
}

/**
 * Accuracy under both policies for invalid answers: left out, or counted as wrong. Where they differ, neither alone is the
 * accuracy (the spread between them bounds what the invalid answers could have changed downwards). Intervals are those of `clusteredLogit`.
 *
 * A question with no answer at all, valid or invalid, was not asked and counts in neither.
 *
 * @param clusters questions, one list a video
 * @throws RangeError for a score without valid answers, or valid answers without a score
 * @example
 * invalidPolicies([[{ score: 1, valid: 1, invalid: 1 }], [{ score: null, valid: 0, invalid: 2 }]]);
 * // excluded 1 of one question, countedWrong 0.25 of two
 */
export function invalidPolicies(
  clusters: readonly (readonly CountedScore[])[],
  level = 0.95,
): { excluded: Interval; countedWrong: Interval } {
  for (const { score, valid } of clusters.flat())
    if ((score === null) !== (valid === 0))
      throw new RangeError(
        `invalidPolicies: expected a score exactly where answers are valid, found ${score} of ${valid}`,
      );
  const excluded = clusters.map((items) => items.flatMap(({ score }) => (score === null ? [] : [score])));
  const countedWrong = clusters.map((items) =>
    items
      .filter(({ valid, invalid }) => valid + invalid > 0)
      .map(({ score, valid, invalid }) => ((score ?? 0) * valid) / (valid + invalid)),
  );
  return { excluded: clusteredLogit(excluded, level), countedWrong: clusteredLogit(countedWrong, level) };
}
