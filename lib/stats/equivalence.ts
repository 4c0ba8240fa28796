import { clusteredVariance } from "./clusteredVariance.ts";
import { tProbability, tQuantile } from "./distributions.ts";
import type { Clusters } from "./interval.ts";

/**
 * Two one-sided tests that a paired difference lies within ±margin (Schuirmann 1987, J Pharmacokinet Biopharm 15:657), t
 * with G - 1 on the clustered standard error.
 *
 * @param differences score of one arm minus the other, one list a video
 * @param margin the difference that would still count as none, in units of accuracy
 * @returns the larger of the two p-values with the (1 - 2 alpha) interval it goes with; null with a reason where the spread
 * between videos is unknown
 * @throws RangeError for a margin that is not positive
 */
export function equivalence(
  differences: Clusters,
  margin: number,
  alpha = 0.05,
): { p: number | null; low: number | null; high: number | null; equivalent: boolean; reason?: string } {
  if (!(margin > 0)) throw new RangeError(`equivalence: expected a margin above 0, found ${margin}`);
  const groups = differences.filter((items) => items.length > 0).length;
  const estimate = clusteredVariance(differences);
  if (!estimate?.variance) {
    const reason = !estimate ? "no items" : estimate.variance === null ? "one video only" : "no spread between videos";
    return { p: null, low: null, high: null, equivalent: false, reason };
  }
  const error = Math.sqrt(estimate.variance);
  const fromBelow = tProbability(-(estimate.mean + margin) / error, groups - 1);
  const fromAbove = tProbability((estimate.mean - margin) / error, groups - 1);
  const half = tQuantile(1 - alpha, groups - 1) * error;
  const p = Math.max(fromBelow, fromAbove);
  return { p, low: estimate.mean - half, high: estimate.mean + half, equivalent: p <= alpha };
}
