import { power } from "./power.ts";
import type { StudyDesign } from "./studyDesign.ts";

const mostVideos = 2 ** 20;

/**
 * The smallest number of videos with which a study finds a true difference between two arms with the given power (see
 * `power`).
 *
 * @param difference in units of accuracy, either sign, not 0
 * @returns null above a million videos
 * @throws RangeError for a difference of 0 or a number that no study can have
 */
export function videosNeeded(design: Omit<StudyDesign, "videos">, difference: number, wanted = 0.8): number | null {
  if (difference === 0) throw new RangeError("videosNeeded: expected a difference other than 0");
  const enough = (videos: number) => power({ ...design, videos }, difference) >= wanted;
  let high = 2;
  while (!enough(high)) {
    high *= 2;
    if (high > mostVideos) return null;
  }
  let low = Math.max(1, high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
