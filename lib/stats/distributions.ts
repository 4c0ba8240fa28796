import library from "jstat";

const { jStat } = library;

/** Quantile of Student's t, to about eight digits; `degreesOfFreedom` > 0 (jStat). */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(p, degreesOfFreedom);
}

/** Quantile of the standard normal distribution (jStat). */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/** Probability that a standard normal number is at most `x` (jStat). */
export function normalProbability(x: number): number {
  return jStat.normal.cdf(x, 0, 1);
}

/** Quantile of the beta distribution; `alpha`, `beta` > 0 (jStat). */
export function betaQuantile(p: number, alpha: number, beta: number): number {
  return jStat.beta.inv(p, alpha, beta);
}

/** Probability that Student's t is at most `x`. */
export function tProbability(x: number, degreesOfFreedom: number): number {
  return jStat.studentt.cdf(x, degreesOfFreedom);
}

/** Probability that chi-square exceeds `x`. */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  return 1 - jStat.chisquare.cdf(x, degreesOfFreedom);
}

/** Probability that noncentral t is at most `x`. */
export function noncentralTProbability(x: number, degreesOfFreedom: number, noncentrality: number): number {
  return jStat.noncentralt.cdf(x, degreesOfFreedom, noncentrality);
}
