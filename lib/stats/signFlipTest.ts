import { clusterTotals } from "./clusterTotals.ts";
import type { Clusters } from "./interval.ts";

const exactUpTo = 16;

/**
 * Permutation test of a paired contrast whose items come in clusters: under the null hypothesis the sign of a whole
 * cluster's differences is a coin toss (Winkler et al. 2015, NeuroImage 123:253, whole-block sign-flipping). All sign
 * patterns up to 16 clusters, seeded draws above; two-sided.
 *
 * @param differences score of one arm minus the other, one list a video
 * @param uniform numbers on [0, 1), seeded by the caller
 * @returns the p-value and how many patterns it rests on; p is null with no items
 */
export function signFlipTest(
  differences: Clusters,
  uniform: () => number,
  draws = 9999,
): { p: number | null; patterns: number; exact: boolean } {
  const totals = clusterTotals(differences.filter((items) => items.length > 0));
  if (totals.length === 0) return { p: null, patterns: 0, exact: true };
  const observed = Math.abs(totals.reduce((sum, total) => sum + total, 0));
  // Sums of the same numbers in another order differ in the last bits; a tie must stay a tie.
  const asFar = (sum: number) => Math.abs(sum) >= observed - 1e-9 * (1 + observed);
  const exact = totals.length <= exactUpTo;
  const patterns = exact ? 2 ** totals.length : draws;
  let far = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (let g = 0; g < totals.length; g++) {
      const flipped = exact ? (pattern >> g) & 1 : uniform() < 0.5;
      sum += flipped ? -totals[g]! : totals[g]!;
    }
    if (asFar(sum)) far++;
  }
  return { p: exact ? far / patterns : (far + 1) / (patterns + 1), patterns, exact };
}
