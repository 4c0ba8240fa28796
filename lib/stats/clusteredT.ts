import { clusteredVariance } from "./clusteredVariance.ts";
import { tQuantile } from "./distributions.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Mean with a t interval on G - 1 degrees of freedom, clustered by video: the linearised standard error, which for a mean
 * is CR1 (Cameron and Miller 2015, J Human Resources 50:317, section II).
 *
 * The bounds are not cut at 0 and 1. With no spread between videos there is no interval, since t would give a point.
 *
 * @param clusters scores, one list a video
 * @example
 * clusteredT([[1, 1, 0], [1, 0, 0], [1, 1, 1]]);
 */
export function clusteredT(clusters: Clusters, level = 0.95): Interval {
  const method = "t with G - 1, clustered by video";
  const groups = clusters.filter((items) => items.length > 0).length;
  const estimate = clusteredVariance(clusters);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  if (variance === null || variance === 0) {
    const reason = variance === null ? "one video only" : "no spread between videos";
    return { value: mean, low: null, high: null, n, clusters: groups, method, reason };
  }
  const half = tQuantile(1 - (1 - level) / 2, groups - 1) * Math.sqrt(variance);
  return { value: mean, low: mean - half, high: mean + half, n, clusters: groups, method };
}
