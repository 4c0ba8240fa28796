import { backward, cholesky, forward } from "./cholesky.ts";
import { clusterRobust, type RobustVariance } from "./clusterRobust.ts";
import { dot } from "./dot.ts";
import { coefficient, type Regression, type RegressionItem } from "./regression.ts";
import { scoresOf } from "./scoresOf.ts";
import { standardise } from "./standardise.ts";

/**
 * Ordinary least squares with cluster-robust errors: for a right-or-wrong outcome the linear probability model, whose
 * coefficients are differences in accuracy. CR2 by default (see `clusterRobust` for its sources).
 *
 * @param clusters items with their covariates, one list a video; leave items with a missing covariate out
 * @param names of the covariates, in their order; an intercept is added
 * @throws RangeError for a covariate that is not finite
 */
export function linearRegression(
  clusters: readonly (readonly RegressionItem[])[],
  names: readonly string[],
  { variance = "CR2", level = 0.95 }: { variance?: RobustVariance; level?: number } = {},
): Regression {
  const method = `least squares, ${variance} errors clustered by video`;
  const design = standardise(clusters, names);
  if ("reason" in design)
    return { coefficients: null, n: design.n, clusters: design.groups, method, reason: design.reason };
  const about = { n: design.n, clusters: design.clusters.length, method };
  const start = scoresOf(design.clusters, ({ outcome }) => ({ weight: 1, residual: outcome }));
  const { lower, failedAt } = cholesky(start.information);
  if (failedAt !== null)
    return { ...about, coefficients: null, reason: `"${design.names[failedAt]}" follows from the other covariates` };
  const fitted = backward(lower, forward(lower, start.score));
  const { clusters: scores } = scoresOf(design.clusters, ({ outcome, predictors }) => ({
    weight: 1,
    residual: outcome - dot(predictors, fitted),
  }));
  const robust = clusterRobust(scores, variance)!;
  const spread = design.contrasts.map(robust);
  const size = Math.max(...clusters.flat().map(({ outcome }) => Math.abs(outcome)));
  if (spread.some((one) => !(one.variance > (1e-12 * size) ** 2)))
    return { ...about, coefficients: null, reason: "no spread around the fit" };
  return {
    ...about,
    coefficients: design.contrasts.map((contrast, j) =>
      coefficient(design.names[j]!, dot(contrast, fitted), spread[j]!, level),
    ),
  };
}
