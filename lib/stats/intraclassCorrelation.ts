import { clusterTotals } from "./clusterTotals.ts";
import type { Clusters } from "./interval.ts";

/**
 * How alike items of one cluster are: the analysis-of-variance estimate of the intra-class correlation for clusters of
 * unequal size, (B - W) / (B + (m - 1) W) with B and W the mean squares between and within clusters (Donner 1986, Int Stat
 * Rev 54:67). 0 where clusters do not matter, 1 where items of a cluster are all the same; below 0 where they differ more
 * than chance would have it.
 *
 * @param clusters scores, one list a video
 * @returns null with fewer than two clusters, one item a cluster, or no spread at all
 * @example
 * intraclassCorrelation([[1, 1, 0], [0, 0, 1], [1, 1, 1]]); // 0.143
 */
export function intraclassCorrelation(clusters: Clusters): number | null {
  const filled = clusters.filter((items) => items.length > 0);
  const groups = filled.length;
  const n = filled.reduce((sum, items) => sum + items.length, 0);
  if (groups < 2 || n === groups) return null;
  const totals = clusterTotals(filled);
  const mean = totals.reduce((sum, x) => sum + x, 0) / n;
  let between = 0;
  let within = 0;
  for (const [g, items] of filled.entries()) {
    const own = totals[g]! / items.length;
    between += items.length * (own - mean) ** 2;
    within += items.reduce((sum, x) => sum + (x - own) ** 2, 0);
  }
  if (!(between + within > 1e-20 * n)) return null;
  const size = (n - filled.reduce((sum, items) => sum + items.length ** 2, 0) / n) / (groups - 1);
  const b = between / (groups - 1);
  const w = within / (n - groups);
  return (b - w) / (b + (size - 1) * w);
}
