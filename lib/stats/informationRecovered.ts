import { bca } from "./bca.ts";
import { fieller } from "./fieller.ts";
import type { Interval } from "./interval.ts";
import { resampledTotals } from "./resampledTotals.ts";

/** One question's scores under three arms. */
export interface ThreeArms {
  chat: number;
  none: number;
  combined: number;
}

/**
 * The share of what chat and speech together tell a reader that chat alone tells: (chat - none) / (combined - none), the
 * "performance gap recovered" of Burns et al. (2023, arXiv:2312.09390). Not cut at 0 and 1: below 0 chat misleads, above 1
 * it beats both together.
 *
 * Two intervals stand side by side: Fieller's and a BCa bootstrap over videos. Both are null, with a reason, where the
 * denominator's t interval holds 0.
 *
 * @param clusters questions answered under all three arms, one list a video
 * @param uniform numbers on [0, 1), seeded by the caller
 */
export function informationRecovered(
  clusters: readonly (readonly ThreeArms[])[],
  uniform: () => number,
  { resamples = 9999, level = 0.95 }: { resamples?: number; level?: number } = {},
): { fieller: Interval; bootstrap: Interval } {
  const filled = clusters.filter((items) => items.length > 0);
  const gains = filled.map((items) =>
    items.map(({ chat, none, combined }) => ({ numerator: chat - none, denominator: combined - none })),
  );
  const byFieller = fieller(gains, level);
  const method = `BCa bootstrap, ${resamples} resamples of videos`;
  const { value } = byFieller;
  if (value === null || byFieller.low === null) return { fieller: byFieller, bootstrap: { ...byFieller, method } };

  const gained = Float64Array.from(gains, (items) => items.reduce((sum, { numerator }) => sum + numerator, 0));
  const gap = Float64Array.from(gains, (items) => items.reduce((sum, { denominator }) => sum + denominator, 0));
  const [allGained, allGap] = [gained, gap].map((sums) => sums.reduce((sum, x) => sum + x, 0)) as [number, number];
  // As a denominator shrinks to 0 the ratio grows without end; a resample beyond 0 stays at that end.
  const ratio = (above: number, below: number) => {
    const onItsSide = below * Math.sign(allGap);
    return onItsSide > 0 ? above / below : above * Math.sign(allGap) >= 0 ? Infinity : -Infinity;
  };
  const [sums, gaps] = resampledTotals(gained, gap, resamples, uniform);
  const replicates = sums.map((sum, i) => ratio(sum, gaps[i]!));
  const jackknife = gains.map((_, g) => ratio(allGained - gained[g]!, allGap - gap[g]!));
  const about = { ...byFieller, method };
  const limits = jackknife.every(Number.isFinite) ? bca(value, replicates, jackknife, level) : { low: NaN, high: NaN };
  if (Number.isFinite(limits.low) && Number.isFinite(limits.high))
    return { fieller: byFieller, bootstrap: { ...about, ...limits } };
  const reason = "the denominator reaches 0 in too many resamples";
  return { fieller: byFieller, bootstrap: { ...about, low: null, high: null, reason } };
}
