import type { Clusters } from "./interval.ts";

/** @throws RangeError, naming the function that was called, for a score outside 0 to 1, of which there is no proportion */
export function expectShares(clusters: Clusters, caller: string): void {
  for (const items of clusters)
    for (const score of items)
      if (!(score >= 0 && score <= 1))
        throw new RangeError(
          `${caller}: expected scores from 0 to 1, found ${score}. Leave items without a score out; for differences use pairedDifference`,
        );
}
