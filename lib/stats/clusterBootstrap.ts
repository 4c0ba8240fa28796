import { bca } from "./bca.ts";
import { clusteredVariance } from "./clusteredVariance.ts";
import { clusterTotals } from "./clusterTotals.ts";
import type { Clusters, Interval } from "./interval.ts";
import { resampledTotals } from "./resampledTotals.ts";

/**
 * Mean with a bias-corrected and accelerated bootstrap interval that resamples whole videos (Efron 1987, JASA 82:171;
 * Field and Welsh 2007, JRSS B 69:369). Below about 20 videos it is too narrow.
 *
 * @param clusters scores, one list a video
 * @param uniform numbers on [0, 1), seeded by the caller
 * @example
 * clusterBootstrap([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 1]], seededRandom("study").next);
 */
export function clusterBootstrap(
  clusters: Clusters,
  uniform: () => number,
  { resamples = 9999, level = 0.95 }: { resamples?: number; level?: number } = {},
): Interval {
  const filled = clusters.filter((items) => items.length > 0);
  const method = `BCa bootstrap, ${resamples} resamples of videos`;
  const estimate = clusteredVariance(filled);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  const about = { value: mean, n, clusters: filled.length, method };
  if (variance === null) return { ...about, low: null, high: null, reason: "one video only" };
  if (variance === 0) return { ...about, low: null, high: null, reason: "no spread between videos" };

  const totals = Float64Array.from(clusterTotals(filled));
  const counts = Float64Array.from(filled, (items) => items.length);
  const [sums, sizes] = resampledTotals(totals, counts, resamples, uniform);
  const replicates = sums.map((sum, i) => sum / sizes[i]!);
  const total = totals.reduce((sum, x) => sum + x, 0);
  const jackknife = filled.map((_, g) => (total - totals[g]!) / (n - counts[g]!));
  return { ...about, ...bca(mean, replicates, jackknife, level) };
}
