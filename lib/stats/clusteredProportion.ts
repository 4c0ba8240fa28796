import { clopperPearson } from "./clopperPearson.ts";
import { clusteredVariance } from "./clusteredVariance.ts";
import { tQuantile } from "./distributions.ts";
import { expectShares } from "./expectShares.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Interval of a proportion whose items come in clusters, by Korn and Graubard (1998, Survey Methodology 24:193): the exact
 * binomial interval at the effective number of items, n* = p(1-p)/v scaled by (t(n-1)/t(G-1))^2, never more than n.
 *
 * It stays inside 0 to 1 and keeps its width when all items agree, where a t interval collapses to a point: there the
 * clusters count as the items, since nothing tells whether items of one cluster are independent.
 *
 * @param clusters scores from 0 to 1, one list a video
 * @throws RangeError for a score outside 0 to 1
 * @example
 * clusteredProportion([[1, 1, 0], [1, 0, 0], [1, 1, 1]]);
 */
export function clusteredProportion(clusters: Clusters, level = 0.95): Interval {
  expectShares(clusters, "clusteredProportion");
  const method = "Korn-Graubard, clustered by video";
  const groups = clusters.filter((items) => items.length > 0).length;
  const estimate = clusteredVariance(clusters);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  if (variance === null)
    return { value: mean, low: null, high: null, n, clusters: groups, method, reason: "one video only" };
  const effective = effectiveItems(mean, variance, n, groups, level);
  const { low, high } = clopperPearson(Math.min(effective, mean * effective), effective, level);
  return { value: mean, low, high, n, clusters: groups, method };
}

function effectiveItems(mean: number, variance: number, n: number, groups: number, level: number): number {
  const noSpread = mean <= 0 || mean >= 1;
  if (noSpread) return groups;
  if (variance === 0) return n;
  const tail = 1 - (1 - level) / 2;
  const scale = n > 1 ? (tQuantile(tail, n - 1) / tQuantile(tail, groups - 1)) ** 2 : 1;
  return Math.min(n, ((mean * (1 - mean)) / variance) * scale);
}
