import { clusteredT } from "./clusteredT.ts";
import type { Clusters, Interval } from "./interval.ts";

/**
 * Mean difference of two arms on the same questions with a t interval on G - 1 degrees of freedom, clustered by video
 * (cluster-robust standard error; Miller 2024, arXiv:2411.00640, section 4).
 *
 * @param differences score of one arm minus the other, one list a video
 */
export function pairedDifference(differences: Clusters, level = 0.95): Interval {
  return { ...clusteredT(differences, level), method: "paired, t with G - 1, clustered by video" };
}
