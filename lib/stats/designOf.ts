import { intraclassCorrelation } from "./intraclassCorrelation.ts";
import type { StudyDesign } from "./studyDesign.ts";

/**
 * The design of a study that was done, as the planning of the next one asks for it: from scores under two arms of the same
 * questions. An intra-class correlation below 0 counts as 0, and one that cannot be told as well.
 *
 * @param pairs scores under both arms, one list a video
 * @throws RangeError with fewer than two videos, or where all scores are 0 or all 1
 * @example
 * designOf([[[1, 0], [0, 0]], [[1, 1], [1, 0]]]);
 */
export function designOf(pairs: readonly (readonly (readonly [number, number])[])[]): StudyDesign {
  const videos = pairs.filter((own) => own.length > 0);
  const all = videos.flat();
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [first, second] = [all.map(([a]) => a), all.map(([, b]) => b)];
  const accuracy = videos.length < 2 ? Number.NaN : (mean(first) + mean(second)) / 2;
  if (!(accuracy > 0 && accuracy < 1))
    throw new RangeError(
      `designOf: expected two videos or more with right and wrong answers, found ${videos.length} with accuracy ${accuracy}`,
    );
  const [a, b] = [mean(first), mean(second)];
  const product = mean(all.map(([x, y]) => (x - a) * (y - b)));
  const spread = Math.sqrt(mean(first.map((x) => (x - a) ** 2)) * mean(second.map((y) => (y - b) ** 2)));
  const differences = videos.map((own) => own.map(([x, y]) => x - y));
  return {
    videos: videos.length,
    questionsPerVideo: all.length / videos.length,
    intraclassCorrelation: Math.max(0, intraclassCorrelation(differences) ?? 0),
    accuracy,
    armCorrelation: spread === 0 ? 0 : Math.min(0.99, Math.max(-0.99, product / spread)),
  };
}
