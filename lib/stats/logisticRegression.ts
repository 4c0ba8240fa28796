import { backward, cholesky, forward } from "./cholesky.ts";
import { clusterRobust, type RobustVariance } from "./clusterRobust.ts";
import { dot } from "./dot.ts";
import { type Coefficient, coefficient, type Regression, type RegressionItem } from "./regression.ts";
import { scoresOf } from "./scoresOf.ts";
import { type Design, standardise } from "./standardise.ts";

const mostSteps = 40;

/** A coefficient in log odds, with its odds ratio per unit of the covariate. */
export interface LogisticCoefficient extends Coefficient {
  oddsRatio: { value: number; low: number; high: number };
}

/**
 * Logistic regression of correctness on covariates with cluster-robust errors: Newton's steps (iteratively reweighted least
 * squares; McCullagh and Nelder 1989, section 4.4), independent items as the working model, the sandwich for the errors
 * (Liang and Zeger 1986, Biometrika 73:13). CR2 by default (see `clusterRobust` for its sources). Outcomes between 0 and 1,
 * such as means over draws, are fractional responses (Papke and Wooldridge 1996, J Appl Econometrics 11:619).
 *
 * Refused with a reason: covariates that separate right from wrong, whose odds ratio is infinite (Albert and Anderson 1984,
 * Biometrika 71:1), covariates that follow from each other, all right, all wrong, and no more videos than coefficients.
 *
 * @param clusters items with their covariates, one list a video; leave items with a missing covariate out
 * @param names of the covariates, in their order; an intercept is added
 * @throws RangeError for a covariate that is not finite or an outcome outside 0 to 1
 */
export function logisticRegression(
  clusters: readonly (readonly RegressionItem[])[],
  names: readonly string[],
  { variance = "CR2", level = 0.95 }: { variance?: RobustVariance; level?: number } = {},
): Regression<LogisticCoefficient> {
  const method = `logistic regression, ${variance} errors clustered by video`;
  for (const { outcome } of clusters.flat())
    if (!(outcome >= 0 && outcome <= 1))
      throw new RangeError(`logisticRegression: expected outcomes from 0 to 1, found ${outcome}`);
  const design = standardise(clusters, names);
  if ("reason" in design)
    return { coefficients: null, n: design.n, clusters: design.groups, method, reason: design.reason };
  const about = { n: design.n, clusters: design.clusters.length, method };
  const fit = fitted(design);
  if (typeof fit === "string") return { ...about, coefficients: null, reason: fit };
  const robust = clusterRobust(scoresOf(design.clusters, (item) => atFit(item, fit)).clusters, variance);
  const spread = design.contrasts.map((contrast) => robust?.(contrast) ?? { variance: 0, degreesOfFreedom: 0 });
  if (spread.some((one) => !(one.variance > 1e-20)))
    return { ...about, coefficients: null, reason: "no spread between videos around the fit" };
  return {
    ...about,
    coefficients: design.contrasts.map((contrast, j) => {
      const one = coefficient(design.names[j]!, dot(contrast, fit), spread[j]!, level);
      return {
        ...one,
        oddsRatio: { value: Math.exp(one.estimate), low: Math.exp(one.low), high: Math.exp(one.high) },
      };
    }),
  };
}

/** Coefficients of the standardised predictors, or the reason why there are none. */
function fitted({ clusters, names }: Design): number[] | string {
  const outcomes = clusters.flat().map(({ outcome }) => outcome);
  if (outcomes.every((outcome) => outcome === 1)) return "every answer is right";
  if (outcomes.every((outcome) => outcome === 0)) return "every answer is wrong";
  let coefficients = names.map(() => 0);
  let step = names.map(() => 0);
  for (let taken = 0; taken < mostSteps; taken++) {
    const { information, score } = scoresOf(clusters, (item) => atFit(item, coefficients));
    const { lower, failedAt } = cholesky(information);
    if (failedAt !== null && taken === 0) return `"${names[failedAt]}" follows from the other covariates`;
    if (failedAt !== null) break;
    step = backward(lower, forward(lower, score));
    coefficients = climb(clusters, coefficients, step);
    if (step.every((part) => Math.abs(part) < 1e-9)) return coefficients;
  }
  // Separated data have no maximum: every Newton step adds about 1 to the log odds of what is already certain.
  const largest = Math.max(...step.map(Math.abs));
  const guilty = names.filter((_, j) => j > 0 && Math.abs(step[j]!) > 1e-3 * largest);
  return `separation: ${guilty.map((name) => `"${name}"`).join(", ")} tells right from wrong without error for some items`;
}

/** A Newton step, halved until it does not make the outcomes less likely. */
function climb(clusters: Design["clusters"], from: readonly number[], step: readonly number[]): number[] {
  const before = logLikelihood(clusters, from);
  const at = (share: number) => from.map((x, j) => x + share * step[j]!);
  let share = 1;
  while (share > 1e-6 && logLikelihood(clusters, at(share)) < before - 1e-9 * Math.abs(before)) share /= 2;
  return at(share);
}

function logLikelihood(clusters: Design["clusters"], coefficients: readonly number[]): number {
  let sum = 0;
  for (const items of clusters)
    for (const { outcome, predictors } of items) {
      const logOdds = dot(predictors, coefficients);
      sum += outcome * logOdds - Math.max(0, logOdds) - Math.log1p(Math.exp(-Math.abs(logOdds)));
    }
  return sum;
}

function atFit(
  { outcome, predictors }: Design["clusters"][number][number],
  coefficients: readonly number[],
): { weight: number; residual: number } {
  const logOdds = dot(predictors, coefficients);
  const odds = Math.exp(-Math.abs(logOdds));
  const likely = 1 / (1 + odds);
  const probability = logOdds >= 0 ? likely : odds * likely;
  return { weight: odds * likely * likely, residual: outcome - probability };
}
