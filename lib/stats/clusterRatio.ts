import { bca } from "./bca.ts";
import type { Interval } from "./interval.ts";
import { resampledTotals } from "./resampledTotals.ts";

/** What one cluster (a video) gives to a ratio of totals, e.g. its errors and its words. */
export interface RatioPart {
  part: number;
  whole: number;
}

/**
 * Ratio of two totals over videos, such as errors to words said, with a bias-corrected and accelerated bootstrap interval
 * that resamples whole videos (Efron 1987, JASA 82:171; for word error rates Bisani and Ney 2004, ICASSP 1:409). Below
 * about 20 videos it is too narrow. `n` is the sum of the wholes.
 *
 * @param parts one a video; `whole` is nought or more
 * @param uniform numbers on [0, 1), seeded by the caller
 * @throws RangeError for a part or a whole that is no finite number
 * @example
 * clusterRatio([{ part: 12, whole: 150 }, { part: 30, whole: 140 }, { part: 9, whole: 160 }], seededRandom("wer").next);
 */
export function clusterRatio(
  parts: readonly RatioPart[],
  uniform: () => number,
  { resamples = 9999, level = 0.95 }: { resamples?: number; level?: number } = {},
): Interval {
  if (!parts.every(({ part, whole }) => Number.isFinite(part) && Number.isFinite(whole) && whole >= 0))
    throw new RangeError("clusterRatio: expected finite parts and wholes of nought or more");
  const tops = Float64Array.from(parts, ({ part }) => part);
  const bottoms = Float64Array.from(parts, ({ whole }) => whole);
  const top = tops.reduce((sum, x) => sum + x, 0);
  const n = bottoms.reduce((sum, x) => sum + x, 0);
  const clusters = parts.length;
  const method = `BCa bootstrap of a ratio, ${resamples} resamples of videos`;
  const none = { value: null, low: null, high: null, n, clusters, method };
  if (n === 0) return { ...none, reason: "nothing to divide by" };
  const about = { ...none, value: top / n };
  if (bottoms.filter((whole) => whole > 0).length < 2) return { ...about, reason: "one video only" };
  const rounding = 1e-12 * (1 + Math.abs(top));
  if (parts.every(({ part, whole }) => Math.abs(part - whole * (top / n)) <= rounding))
    return { ...about, reason: "no spread between videos" };
  const [sums, sizes] = resampledTotals(tops, bottoms, resamples, uniform);
  // Videos without a whole alone have no ratio; with a part they are worse than any.
  const replicates = sums.map((sum, i) => (sizes[i]! > 0 ? sum / sizes[i]! : sum > 0 ? Number.POSITIVE_INFINITY : 0));
  const jackknife = parts.map(({ part, whole }) => (top - part) / (n - whole));
  return { ...about, ...bca(top / n, replicates, jackknife, level) };
}
