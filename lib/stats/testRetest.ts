import { clusteredProportion } from "./clusteredProportion.ts";
import type { Interval } from "./interval.ts";

/**
 * How often two draws of the same question get the same answer: for each question the share of its pairs of draws that
 * agree, averaged over questions (the observed agreement of Fleiss 1971, Psychol Bull 76:378), with an interval clustered
 * by video. Not corrected for chance; `krippendorffAlpha` of the same draws is.
 *
 * @param clusters one list a video, of one list a question, of the choice in each draw; null for an invalid answer, which is
 * left out
 * @returns `n` counts the questions with two valid draws or more; value null with a reason where there is none
 * @example
 * testRetest([[[0, 0, 0], [2, 2, 1]], [[3, 3, 3]]]); // value 0.778
 */
export function testRetest(
  clusters: readonly (readonly (readonly (string | number | null)[])[])[],
  level = 0.95,
): Interval {
  const agreements = clusters.map((questions) =>
    questions
      .map((draws) => draws.filter((draw) => draw !== null))
      .filter((draws) => draws.length > 1)
      .map(pairsAgreeing),
  );
  const estimate = clusteredProportion(agreements, level);
  if (estimate.value === null) return { ...estimate, reason: "no question with two valid draws" };
  return estimate;
}

function pairsAgreeing(draws: readonly (string | number | null)[]): number {
  let agreeing = 0;
  draws.forEach((draw, i) => {
    for (const other of draws.slice(i + 1)) if (draw === other) agreeing++;
  });
  return agreeing / ((draws.length * (draws.length - 1)) / 2);
}
