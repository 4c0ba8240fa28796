import { clusterTotals } from "./clusterTotals.ts";
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
  const totals = clusterTotals(filled);
  const mean = totals.reduce((sum, total) => sum + total, 0) / n;
  const groups = filled.length;
  if (groups < 2) return { mean, variance: null, n };
  const residuals = filled.map((items, g) => totals[g]! - items.length * mean);
  // Sums of 0.1 leave residuals of 1e-17: rounding is not spread.
  const rounding = 1e-13 * totals.reduce((sum, total) => sum + Math.abs(total), 0);
  if (residuals.every((residual) => Math.abs(residual) <= rounding)) return { mean, variance: 0, n };
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  return { mean, variance: ((groups / (groups - 1)) * squares) / n ** 2, n };
}
