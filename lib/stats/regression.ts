import { tProbability, tQuantile } from "./distributions.ts";

/** One item of a regression: its outcome and its covariates, in the order of their names. */
export interface RegressionItem {
  outcome: number;
  covariates: readonly number[];
}

/** One coefficient with its cluster-robust error, test against 0 and interval. */
export interface Coefficient {
  name: string;
  estimate: number;
  standardError: number;
  degreesOfFreedom: number;
  t: number;
  p: number;
  low: number;
  high: number;
}

/** A fitted regression; `coefficients` is null, with a reason, where the data cannot carry it. */
export interface Regression<C extends Coefficient = Coefficient> {
  coefficients: C[] | null;
  n: number;
  clusters: number;
  method: string;
  reason?: string;
}

/** A coefficient from its estimate and the variance that a sandwich gives it. */
export function coefficient(
  name: string,
  estimate: number,
  { variance, degreesOfFreedom }: { variance: number; degreesOfFreedom: number },
  level: number,
): Coefficient {
  const standardError = Math.sqrt(variance);
  const t = estimate / standardError;
  const half = tQuantile(1 - (1 - level) / 2, degreesOfFreedom) * standardError;
  const p = 2 * tProbability(-Math.abs(t), degreesOfFreedom);
  return { name, estimate, standardError, degreesOfFreedom, t, p, low: estimate - half, high: estimate + half };
}
