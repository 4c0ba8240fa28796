import { clusteredProportion } from "./clusteredProportion.ts";
import { clusteredVariance } from "./clusteredVariance.ts";
import { clusterTotals } from "./clusterTotals.ts";
import { tQuantile } from "./distributions.ts";
import { expectShares } from "./expectShares.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Interval of a proportion whose items come in clusters: t with G - 1 on the log odds, whose error is a jackknife that
 * leaves out one video at a time (Wolter 2007, Introduction to Variance Estimation, section 4.5; R's
 * svyciprop(method = "logit") on a JK1 design). Half a right and half a wrong answer are added everywhere, so that the log
 * odds stay finite when all errors are in one video (Haldane 1956, Ann Hum Genet 20:309; Anscombe 1956, Biometrika 43:461).
 *
 * Where videos do not differ, as when every answer is right, it is `clusteredProportion`, which says so in `method`.
 *
 * @param clusters scores from 0 to 1, one list a video
 * @throws RangeError for a score outside 0 to 1
 * @example
 * clusteredLogit([[1, 1, 0], [1, 0, 0], [1, 1, 1]]);
 */
export function clusteredLogit(clusters: Clusters, level = 0.95): Interval {
  expectShares(clusters, "clusteredLogit");
  const filled = clusters.filter((items) => items.length > 0);
  const estimate = clusteredVariance(filled);
  if (!estimate?.variance) return clusteredProportion(filled, level);
  const { mean, n } = estimate;
  const groups = filled.length;
  const totals = clusterTotals(filled);
  const right = totals.reduce((sum, total) => sum + total, 0);
  const left = filled.map((items, g) => logOdds(right - totals[g]!, n - items.length));
  const centre = left.reduce((sum, x) => sum + x, 0) / groups;
  const squares = left.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  const half = tQuantile(1 - (1 - level) / 2, groups - 1) * Math.sqrt(((groups - 1) / groups) * squares);
  const share = (log: number) => 1 / (1 + Math.exp(-log));
  // The added halves move the centre; with hardly any spread the observed proportion could fall outside.
  const low = Math.min(mean, share(logOdds(right, n) - half));
  const high = Math.max(mean, share(logOdds(right, n) + half));
  return { value: mean, low, high, n, clusters: groups, method: "log odds, jackknife over videos, t with G - 1" };
}

function logOdds(right: number, n: number): number {
  return Math.log((right + 0.5) / (n - right + 0.5));
}
