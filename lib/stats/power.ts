import { noncentralTProbability, tQuantile } from "./distributions.ts";
import { designError, type StudyDesign } from "./studyDesign.ts";

/**
 * Probability that a study finds a true mean difference between two arms: the two-sided t test on G - 1 degrees of freedom,
 * noncentral by difference over `designError` (Cohen 1988, Statistical Power Analysis, ch. 2, with the clustered error).
 *
 * @param difference in units of accuracy, either sign
 * @throws RangeError for a number that no study can have
 * @example
 * power({ videos: 16, questionsPerVideo: 20, intraclassCorrelation: 0.1, accuracy: 0.4, armCorrelation: 0.3 }, 0.1);
 */
export function power(design: StudyDesign, difference: number): number {
  if (!Number.isFinite(difference)) throw new RangeError(`power: expected a finite difference, found ${difference}`);
  const degreesOfFreedom = design.videos - 1;
  const critical = tQuantile(1 - (1 - (design.level ?? 0.95)) / 2, degreesOfFreedom);
  const noncentrality = Math.abs(difference) / designError(design);
  const below = (x: number) => noncentralTProbability(x, degreesOfFreedom, noncentrality);
  return 1 - below(critical) + below(-critical);
}
