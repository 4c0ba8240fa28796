import { bca } from "./bca.ts";
import { cohenKappa } from "./cohenKappa.ts";
import type { Interval } from "./interval.ts";
import { resampledTotals } from "./resampledTotals.ts";

/** What two raters said of one item. */
export type RatedPair = readonly [first: string, second: string];

/**
 * Cohen's kappa of two raters with a bias-corrected and accelerated bootstrap interval that resamples whole videos (Efron 1987,
 * JASA 82:171; Field and Welsh 2007, JRSS B 69:369). Resamples in which chance alone would make the two agree on everything
 * have no kappa and are left out. Below about 20 videos it is too narrow.
 *
 * @param clusters the two raters' categories of each item, one list a video
 * @param uniform numbers on [0, 1), seeded by the caller
 * @example
 * clusteredKappa([[["CHAT", "CHAT"], ["SPEECH", "BOTH"]], [["SPEECH", "SPEECH"]]], seededRandom("study").next);
 */
export function clusteredKappa(
  clusters: readonly (readonly RatedPair[])[],
  uniform: () => number,
  { resamples = 9999, level = 0.95 }: { resamples?: number; level?: number } = {},
): Interval {
  const filled = clusters.filter((items) => items.length > 0);
  const items = filled.flat();
  const { kappa } = cohenKappa(
    items.map(([first]) => first),
    items.map(([, second]) => second),
  );
  const method = `kappa, BCa bootstrap, ${resamples} resamples of videos`;
  const about = { value: kappa, n: items.length, clusters: filled.length, method };
  const none = (reason: string): Interval => ({ ...about, low: null, high: null, reason });
  if (items.length === 0) return none("no items");
  if (kappa === null) return none("both use one category alone");
  if (filled.length === 1) return none("one video only");

  // Kappa is a function of totals: agreements, and how often each rater used each category.
  const categories = [...new Set(items.flat())].sort();
  const totalsOf = (count: (item: RatedPair) => boolean) =>
    Float64Array.from(filled, (own) => own.filter(count).length);
  const sizes = totalsOf(() => true);
  const agreed = totalsOf(([first, second]) => first === second);
  const used = categories.map(
    (category) => [totalsOf(([first]) => first === category), totalsOf(([, second]) => second === category)] as const,
  );
  const jackknife = filled.flatMap((_, g) => {
    const without = (totals: Float64Array) => totals.reduce((sum, x) => sum + x, 0) - totals[g]!;
    return (
      kappaOf(
        without(sizes),
        without(agreed),
        used.map(([a, b]) => [without(a), without(b)]),
      ) ?? []
    );
  });
  // The same numbers for each pair of totals, so that all are of the same resamples.
  const seeds = Array.from({ length: 8 }, uniform);
  const resampled = (first: Float64Array, second: Float64Array) => {
    const again = seeds.values();
    return resampledTotals(first, second, resamples, () => again.next().value!);
  };
  const [n, agreements] = resampled(sizes, agreed);
  const margins = used.map(([a, b]) => resampled(a, b));
  const replicates = Float64Array.from(
    Array.from(n, (size, i) =>
      kappaOf(
        size,
        agreements[i]!,
        margins.map(([a, b]) => [a[i]!, b[i]!]),
      ),
    ).flatMap((value) => value ?? []),
  );
  if (jackknife.length < filled.length || jackknife.every((value) => Math.abs(value - jackknife[0]!) < 1e-12))
    return none("no spread between videos");
  return { ...about, ...bca(kappa, replicates, jackknife, level) };
}

/** Null where chance alone would make the raters agree on everything. */
function kappaOf(n: number, agreed: number, margins: readonly (readonly [number, number])[]): number | null {
  const expected = margins.reduce((sum, [a, b]) => sum + (a / n) * (b / n), 0);
  return n === 0 || 1 - expected < 1e-12 ? null : (agreed / n - expected) / (1 - expected);
}
