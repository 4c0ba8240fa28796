import { clusteredVariance } from "./clusteredVariance.ts";
import { clusterRobust } from "./clusterRobust.ts";
import { tQuantile } from "./distributions.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Mean with an interval from CR2 errors and Satterthwaite's degrees of freedom (Bell and McCaffrey 2002, Survey
 * Methodology 28:169; Pustejovsky and Tipton 2018, J Bus Econ Stat 36:672): as `clusteredT` where every video has as many
 * items, wider where a few videos hold most of them.
 *
 * @param clusters scores, one list a video
 * @example
 * clusteredCR2([[1, 1, 0], [1], [1, 0, 1, 1, 0, 1]]);
 */
export function clusteredCR2(clusters: Clusters, level = 0.95): Interval {
  const filled = clusters.filter((items) => items.length > 0);
  const method = "CR2 with Satterthwaite's t, clustered by video";
  const estimate = clusteredVariance(filled);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  const about = { value: mean, n, clusters: filled.length, method };
  if (variance === null) return { ...about, low: null, high: null, reason: "one video only" };
  if (variance === 0) return { ...about, low: null, high: null, reason: "no spread between videos" };
  const scores = filled.map((items) => ({
    information: [[items.length]],
    score: [items.reduce((sum, item) => sum + item - mean, 0)],
  }));
  const robust = clusterRobust(scores, "CR2")!([1]);
  const half = tQuantile(1 - (1 - level) / 2, robust.degreesOfFreedom) * Math.sqrt(robust.variance);
  return { ...about, low: mean - half, high: mean + half };
}
