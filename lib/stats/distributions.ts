import library from "jstat";

const { jStat } = library;

/** Quantile of Student's t, to about seven digits, far more than any table prints (jStat). */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  expectInside(p, degreesOfFreedom);
  return jStat.studentt.inv(p, degreesOfFreedom);
}

/** Quantile of the standard normal distribution (jStat). */
export function normalQuantile(p: number): number {
  expectInside(p);
  return jStat.normal.inv(p, 0, 1);
}

/** Probability that a standard normal number is at most `x` (jStat). */
export function normalProbability(x: number): number {
  return jStat.normal.cdf(x, 0, 1);
}

/** Quantile of the beta distribution (jStat). */
export function betaQuantile(p: number, alpha: number, beta: number): number {
  expectInside(p, alpha, beta);
  return jStat.beta.inv(p, alpha, beta);
}

/**
 * Probability that Student's t is at most `x`: the beta probability of both tails, halved (Abramowitz and Stegun 1964,
 * 26.7.1), which keeps its digits far out, where jStat's own form loses them. Never 0 (see `neverNought`).
 */
export function tProbability(x: number, degreesOfFreedom: number): number {
  const outside = jStat.beta.cdf(degreesOfFreedom / (degreesOfFreedom + x * x), degreesOfFreedom / 2, 0.5) / 2;
  return x > 0 ? 1 - outside : neverNought(outside);
}

/**
 * Probability that chi-square exceeds `x`: jStat's, and beyond the distribution's middle the continued fraction of the upper
 * incomplete gamma function (DLMF 8.9.2), since one minus a probability near one has no digits left. Never 0.
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  const [shape, half] = [degreesOfFreedom / 2, x / 2];
  if (half < shape + 1) return 1 - jStat.chisquare.cdf(x, degreesOfFreedom);
  let b = half + 1 - shape;
  let d = 1 / b;
  let c = Number.POSITIVE_INFINITY;
  let fraction = d;
  for (let step = 1, change = 0; Math.abs(change - 1) > 1e-15 && step < 1000; step++) {
    const a = step * (shape - step);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    change = c * d;
    fraction *= change;
  }
  return neverNought(Math.exp(shape * Math.log(half) - half - jStat.gammaln(shape)) * fraction);
}

/** Probability that noncentral t is at most `x`. */
export function noncentralTProbability(x: number, degreesOfFreedom: number, noncentrality: number): number {
  return jStat.noncentralt.cdf(x, degreesOfFreedom, noncentrality);
}

/** A probability that is smaller than every number of this machine, as the smallest: no test is certain. */
export function neverNought(probability: number): number {
  return Math.max(Number.MIN_VALUE, probability);
}

function expectInside(p: number, ...aboveNought: number[]): void {
  if (!(p > 0 && p < 1)) throw new RangeError(`quantile: expected a probability between 0 and 1, found ${p}`);
  for (const parameter of aboveNought)
    if (!(parameter > 0)) throw new RangeError(`quantile: expected a parameter above 0, found ${parameter}`);
}
