import { clusteredVariance } from "./clusteredVariance.ts";
import { tQuantile } from "./distributions.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Mean difference of two arms on the same questions with a t interval on G - 1 degrees of freedom, clustered by video
 * (cluster-robust standard error; Miller 2024, arXiv:2411.00640, section 4).
 *
 * @param differences score of one arm minus the other, one list a video
 */
export function pairedDifference(differences: Clusters, level = 0.95): Interval {
  const method = "paired, t with G - 1, clustered by video";
  const groups = differences.filter((items) => items.length > 0).length;
  const estimate = clusteredVariance(differences);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  if (variance === null || variance === 0) {
    const reason = variance === null ? "one video only" : "no spread between videos";
    return { value: mean, low: null, high: null, n, clusters: groups, method, reason };
  }
  const half = tQuantile(1 - (1 - level) / 2, groups - 1) * Math.sqrt(variance);
  return { value: mean, low: mean - half, high: mean + half, n, clusters: groups, method };
}
