import type { RegressionItem } from "./regression.ts";

/** Items ready to be fitted: outcome and predictors, a leading 1 and each covariate with mean 0 and standard deviation 1. */
export interface Design {
  clusters: { outcome: number; predictors: number[] }[][];
  /** For the intercept and each covariate: what turns fitted coefficients into the coefficient in the caller's units. */
  contrasts: number[][];
  names: string[];
  n: number;
}

/**
 * Puts covariates on one scale, so that a chat volume in thousands and a confidence below 1 are solved with the same
 * precision.
 *
 * @returns the design, or the reason why no regression can be fitted
 * @throws RangeError for a covariate or outcome that is not a finite number, or a list of another length than the names
 */
export function standardise(
  clusters: readonly (readonly RegressionItem[])[],
  names: readonly string[],
): Design | { reason: string; n: number; groups: number } {
  const filled = clusters.filter((items) => items.length > 0);
  const items = filled.flat();
  for (const { outcome, covariates } of items)
    if (covariates.length !== names.length || ![outcome, ...covariates].every(Number.isFinite))
      throw new RangeError(
        `standardise: expected a finite outcome and ${names.length} finite covariates (${names.join(", ")}), found ${outcome} and [${covariates.join(", ")}]. Leave items with a missing covariate out`,
      );
  const refuse = (reason: string) => ({ reason, n: items.length, groups: filled.length });
  if (items.length === 0) return refuse("no items");
  if (filled.length === 1) return refuse("one video only");
  if (filled.length <= names.length + 1)
    return refuse(`${names.length + 1} coefficients need more than ${filled.length} videos`);
  const columns = names.map((_, j) => items.map(({ covariates }) => covariates[j]!));
  const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / column.length);
  const deviations = columns.map((column, j) =>
    Math.sqrt(column.reduce((sum, x) => sum + (x - means[j]!) ** 2, 0) / column.length),
  );
  const still = deviations.findIndex((deviation, j) => !(deviation > 1e-12 * Math.abs(means[j]!)));
  if (still >= 0) return refuse(`"${names[still]}" is the same for every item`);
  const contrasts = [
    [1, ...means.map((mean, j) => -mean / deviations[j]!)],
    ...deviations.map((deviation, j) => [0, ...deviations.map((_, k) => (j === k ? 1 / deviation : 0))]),
  ];
  const scale = ({ outcome, covariates }: RegressionItem) => ({
    outcome,
    predictors: [1, ...covariates.map((x, j) => (x - means[j]!) / deviations[j]!)],
  });
  return {
    clusters: filled.map((cluster) => cluster.map(scale)),
    contrasts,
    names: ["intercept", ...names],
    n: items.length,
  };
}
