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
  const drawn = weightDraws(points, filled.length, draws, uniform);
  const method = `wild cluster bootstrap, ${points === "webb" ? "Webb's" : "Rademacher"} weights, ${drawn.count} draws`;
  const estimate = clusteredVariance(filled);
  if (!estimate) return { value: null, low: null, high: null, n: 0, clusters: 0, method, reason: "no items" };
  const { mean, variance, n } = estimate;
  const about = { value: mean, n, clusters: filled.length, method };
  if (variance === null) return { ...about, low: null, high: null, reason: "one video only" };
  if (variance === 0) return { ...about, low: null, high: null, reason: "no spread between videos" };

  const p = nullImposedTest(filled, mean, drawn);
  const error = Math.sqrt(variance);
  const low = bound(p, mean, -error, 1 - level);
  const high = bound(p, mean, error, 1 - level);
  if (low === null || high === null)
    return { ...about, low: null, high: null, reason: "too few videos: no mean is rejected" };
  return { ...about, low, high };
}

/**
 * The p-value of each hypothesised mean. A draw multiplies every video's residual sum (total - size x hypothesis) by its
 * weight; the draw's squared t is a ratio of quadratics in the hypothesis, so their coefficients are computed once: sums
 * over videos of the weighted totals and sizes, of their products with the sizes, and of their squares.
 */
function nullImposedTest(clusters: Clusters, mean: number, draws: WeightDraws): (mean: number) => number {
  const sizes = Float64Array.from(clusters, (items) => items.length);
  const totals = Float64Array.from(clusterTotals(clusters));
  const n = sum(sizes);
  const sizesSquared = sum(sizes.map((size) => size ** 2));
  const spread = sum(totals.map((total, g) => (total - sizes[g]! * mean) ** 2));
  const column = () => new Float64Array(draws.count);
  const [total, size, totalSize, sizeSize, totals2, cross2, sizes2] = Array.from({ length: 7 }, column) as Columns;
  const weights = new Float64Array(sizes.length);
  for (let draw = 0; draw < draws.count; draw++) {
    draws.fill(weights, draw);
    for (let g = 0; g < weights.length; g++) {
      const ownTotal = weights[g]! * totals[g]!;
      const ownSize = weights[g]! * sizes[g]!;
      total[draw]! += ownTotal;
      size[draw]! += ownSize;
      totalSize[draw]! += ownTotal * sizes[g]!;
      sizeSize[draw]! += ownSize * sizes[g]!;
      totals2[draw]! += ownTotal * ownTotal;
      cross2[draw]! += ownTotal * ownSize;
      sizes2[draw]! += ownSize * ownSize;
    }
  }
  return (hypothesis) => {
    const observed = ((mean - hypothesis) ** 2 / spread) * (1 - 1e-9);
    let far = 0;
    for (let draw = 0; draw < draws.count; draw++) {
      const shift = (total[draw]! - hypothesis * size[draw]!) / n;
      const residuals =
        totals2[draw]! -
        2 * hypothesis * cross2[draw]! +
        hypothesis * hypothesis * sizes2[draw]! -
        2 * shift * (totalSize[draw]! - hypothesis * sizeSize[draw]!) +
        shift * shift * sizesSquared;
      if (shift * shift >= observed * residuals) far++;
    }
    return far / draws.count;
  };
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

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

/** How many times weights are drawn, and one weight a video for the draw of a number, written into a list. */
interface WeightDraws {
  count: number;
  fill(weights: Float64Array, draw: number): void;
}

/** Every pattern of weights where there are no more than `draws` of them, else seeded ones. */
function weightDraws(points: WildWeights, groups: number, draws: number, uniform: () => number): WeightDraws {
  const values =
    points === "webb" ? [0.5, 1, 1.5].flatMap((square) => [Math.sqrt(square), -Math.sqrt(square)]) : [1, -1];
  const all = values.length ** groups;
  if (all > draws)
    return {
      count: draws,
      fill: (weights) => {
        for (let g = 0; g < groups; g++) weights[g] = values[Math.floor(uniform() * values.length)]!;
      },
    };
  return {
    count: all,
    fill: (weights, pattern) => {
      let rest = pattern;
      for (let g = 0; g < groups; g++) {
        weights[g] = values[rest % values.length]!;
        rest = Math.floor(rest / values.length);
      }
    },
  };
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, x) => total + x, 0);
}
