import { power } from "./power.ts";
import type { StudyDesign } from "./studyDesign.ts";

/**
 * The smallest true difference between two arms that a study of this design finds with the given power (see `power`); for a
 * study that was run, `detectableDifference` takes the spread from its data.
 *
 * @returns null where no difference is large enough: with this mean accuracy the arms cannot be further apart
 * @throws RangeError for a number that no study can have, or a power that is not between the test's level and 1
 */
export function designDetectable(design: StudyDesign, wanted = 0.8): number | null {
  if (!(wanted > 1 - (design.level ?? 0.95) && wanted < 1))
    throw new RangeError(
      `designDetectable: expected a power between ${1 - (design.level ?? 0.95)} and 1, found ${wanted}`,
    );
  let low = 0;
  let high = 2 * Math.min(design.accuracy, 1 - design.accuracy);
  if (power(design, high) < wanted) return null;
  while (high - low > 1e-7) {
    const middle = (low + high) / 2;
    if (power(design, middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}
