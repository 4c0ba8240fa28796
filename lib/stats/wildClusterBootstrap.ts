import { clusteredVariance } from "./clusteredVariance.ts";
import { clusterTotals } from "./clusterTotals.ts";
import type { Clusters, Interval } from "./interval.ts";

// In standard errors; a hypothesis that far off is rejected or never will be.
const farthest = 1000;

/** Rademacher's two points, or Webb's six, which give few videos enough patterns. */
export type WildWeights = "rademacher" | "webb";

/**
 * Mean with a wild cluster bootstrap interval: all means that the test with the null hypothesis imposed does not reject
 * (Cameron, Gelbach and Miller 2008, Rev Econ Stat 90:414; inverted as in Roodman et al. 2019, Stata J 19:4). Webb's weights
 * (2023, Canadian J Economics 56:839) below ten videos, Rademacher's from there on, unless asked otherwise. Symmetric p-value.
 *
 * @param clusters scores, one list a video; differences of two arms as well
 * @param uniform numbers on [0, 1), seeded by the caller
 * @returns bounds null with a reason where no mean is far enough to be rejected, as with very few videos
 */
export function wildClusterBootstrap(
  clusters: Clusters,
  uniform: () => number,
  { draws = 9999, level = 0.95, weights }: { draws?: number; level?: number; weights?: WildWeights } = {},
): Interval {
  const filled = clusters.filter((items) => items.length > 0);
  const points = weights ?? (filled.length < 10 ? "webb" : "rademacher");
  const patterns = weightPatterns(points, filled.length, draws, uniform);
  const method = `wild cluster bootstrap, ${points === "webb" ? "Webb's" : "Rademacher"} weights, ${patterns.length} draws`;
  const estimate = clusteredVariance(filled);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  const about = { value: mean, n, clusters: filled.length, method };
  if (variance === null) return { ...about, low: null, high: null, reason: "one video only" };
  if (variance === 0) return { ...about, low: null, high: null, reason: "no spread between videos" };

  const p = nullImposedTest(filled, mean, patterns);
  const error = Math.sqrt(variance);
  const low = bound(p, mean, -error, 1 - level);
  const high = bound(p, mean, error, 1 - level);
  if (low === null || high === null)
    return { ...about, low: null, high: null, reason: "too few videos: no mean is rejected" };
  return { ...about, low, high };
}

/**
 * The p-value of each hypothesised mean. A draw multiplies every video's residual sum (total - size x hypothesis) by its
 * weight; the draw's squared t is a ratio of quadratics in the hypothesis, so their coefficients are computed once.
 */
function nullImposedTest(
  clusters: Clusters,
  mean: number,
  patterns: readonly (readonly number[])[],
): (mean: number) => number {
  const sizes = clusters.map((items) => items.length);
  const totals = clusterTotals(clusters);
  const n = sum(sizes);
  const sizesSquared = sum(sizes.map((size) => size ** 2));
  const drawn = patterns.map((v) => {
    const over = (term: (g: number) => number) => v.reduce((part, _, g) => part + term(g), 0);
    return {
      total: over((g) => v[g]! * totals[g]!),
      size: over((g) => v[g]! * sizes[g]!),
      totalSize: over((g) => v[g]! * totals[g]! * sizes[g]!),
      sizeSize: over((g) => v[g]! * sizes[g]! ** 2),
      totals2: over((g) => (v[g]! * totals[g]!) ** 2),
      cross2: over((g) => v[g]! ** 2 * totals[g]! * sizes[g]!),
      sizes2: over((g) => (v[g]! * sizes[g]!) ** 2),
    };
  });
  const spread = sum(clusters.map((_, g) => (totals[g]! - sizes[g]! * mean) ** 2));
  return (hypothesis) => {
    const observed = (mean - hypothesis) ** 2 / spread;
    const far = drawn.filter((draw) => {
      const shift = (draw.total - hypothesis * draw.size) / n;
      const residuals =
        draw.totals2 -
        2 * hypothesis * draw.cross2 +
        hypothesis ** 2 * draw.sizes2 -
        2 * shift * (draw.totalSize - hypothesis * draw.sizeSize) +
        shift ** 2 * sizesSquared;
      return shift ** 2 >= observed * residuals * (1 - 1e-9);
    });
    return far.length / patterns.length;
  };
}

/** The hypothesis beyond which the test rejects, on one side; null when it never does. */
function bound(p: (mean: number) => number, mean: number, step: number, alpha: number): number | null {
  let inside = 0;
  let outside = 1;
  while (p(mean + outside * step) > alpha) {
    inside = outside;
    outside *= 2;
    if (outside > farthest) return null;
  }
  while (outside - inside > 1e-7 * outside) {
    const middle = (inside + outside) / 2;
    if (p(mean + middle * step) > alpha) inside = middle;
    else outside = middle;
  }
  return mean + ((inside + outside) / 2) * step;
}

/** One weight a video for each draw: every pattern where there are no more than `draws` of them, else seeded ones. */
function weightPatterns(points: WildWeights, groups: number, draws: number, uniform: () => number): number[][] {
  const values =
    points === "webb" ? [0.5, 1, 1.5].flatMap((square) => [Math.sqrt(square), -Math.sqrt(square)]) : [1, -1];
  const all = values.length ** groups;
  const video = Array.from({ length: groups }, (_, g) => g);
  if (all > draws)
    return Array.from({ length: draws }, () => video.map(() => values[Math.floor(uniform() * values.length)]!));
  return Array.from({ length: all }, (_, pattern) =>
    video.map((g) => values[Math.floor(pattern / values.length ** g) % values.length]!),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}
