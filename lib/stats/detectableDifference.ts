import { clusteredVariance } from "./clusteredVariance.ts";
import { tQuantile } from "./distributions.ts";
import type { Clusters } from "./interval.ts";

/**
 * The smallest mean difference that a study of this size finds with the given power: (t of the test + t of the power) x
 * the clustered standard error of the paired differences, both t on G - 1 degrees of freedom (Bloom 1995, Evaluation
 * Review 19:547).
 *
 * @returns null where the spread between videos is unknown (fewer than two videos, or none)
 */
export function detectableDifference(differences: Clusters, power = 0.8, level = 0.95): number | null {
  const groups = differences.filter((items) => items.length > 0).length;
  const estimate = clusteredVariance(differences);
  if (!estimate?.variance) return null;
  const factor = tQuantile(1 - (1 - level) / 2, groups - 1) + tQuantile(power, groups - 1);
  return factor * Math.sqrt(estimate.variance);
}
