import { normalProbability, normalQuantile } from "./distributions.ts";
import { orderStatistic } from "./orderStatistic.ts";

/**
 * Bias-corrected and accelerated bootstrap limits (Efron 1987, JASA 82:171; ties with the estimate count half).
 *
 * @param replicates the statistic of each resample, infinite values included; their order is changed
 * @param jackknife the statistic with each cluster left out in turn
 */
export function bca(
  value: number,
  replicates: Float64Array,
  jackknife: readonly number[],
  level: number,
): { low: number; high: number } {
  const bias = normalQuantile(shareBelow(value, replicates));
  const acceleration = skewness(jackknife) / 6;
  const limit = (tail: number) => {
    const shifted = bias + normalQuantile(tail);
    return quantile(replicates, normalProbability(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: limit((1 - level) / 2), high: limit(1 - (1 - level) / 2) };
}

/** Share of replicates below the value, kept off 0 and 1, whose normal quantiles are infinite. */
function shareBelow(value: number, replicates: Float64Array): number {
  // Sums of the same numbers in another order differ in the last bits; a tie must stay a tie.
  const tolerance = 1e-12 * (1 + Math.abs(value));
  let below = 0;
  for (const replicate of replicates)
    below += replicate < value - tolerance ? 1 : replicate <= value + tolerance ? 0.5 : 0;
  return Math.min(Math.max(below, 0.5), replicates.length - 0.5) / replicates.length;
}

/** Third over second moment of how much each cluster pulls: sum of cubes over the sum of squares to 3/2. */
function skewness(jackknife: readonly number[]): number {
  const mean = jackknife.reduce((sum, x) => sum + x, 0) / jackknife.length;
  const squares = jackknife.reduce((sum, x) => sum + (mean - x) ** 2, 0);
  return squares === 0 ? 0 : jackknife.reduce((sum, x) => sum + (mean - x) ** 3, 0) / squares ** 1.5;
}

/** Linear between order statistics (Hyndman and Fan's type 7, numpy's default). */
function quantile(replicates: Float64Array, p: number): number {
  const at = p * (replicates.length - 1);
  const below = orderStatistic(replicates, Math.floor(at));
  const above = orderStatistic(replicates, Math.ceil(at));
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}
