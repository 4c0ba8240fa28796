import type { Clusters } from "./interval.ts";

/**
 * Mean over all items and the variance of that mean when items of one cluster belong together: the linearised ratio
 * estimator, G/(G-1) * sum of squared cluster residuals / n^2 (Cochran 1977, Sampling Techniques, ch. 9; the form of
 * arXiv:2411.00640 with its missing small-sample factor).
 *
 * @returns null for no items; `variance` is null for a single cluster
 */
export function clusteredVariance(clusters: Clusters): { mean: number; variance: number | null; n: number } | null {
  const filled = clusters.filter((items) => items.length > 0);
  const n = filled.reduce((sum, items) => sum + items.length, 0);
  if (n === 0) return null;
  const totals = filled.map((items) => items.reduce((sum, item) => sum + item, 0));
  const mean = totals.reduce((sum, total) => sum + total, 0) / n;
  const groups = filled.length;
  if (groups < 2) return { mean, variance: null, n };
  const squares = filled.reduce((sum, items, g) => sum + (totals[g]! - items.length * mean) ** 2, 0);
  return { mean, variance: ((groups / (groups - 1)) * squares) / n ** 2, n };
}
