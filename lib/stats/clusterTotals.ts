import type { Clusters } from "./interval.ts";

/**
 * Sum of each cluster's items.
 *
 * @throws RangeError for an item that is not a finite number: one NaN would silently become every number of a table
 */
export function clusterTotals(clusters: Clusters): number[] {
  return clusters.map((items, cluster) => {
    let total = 0;
    for (const item of items) total += item;
    if (!Number.isFinite(total))
      throw new RangeError(
        `clusterTotals: expected finite scores, found a sum of ${total} in cluster ${cluster}. Leave items without a score out`,
      );
    return total;
  });
}
