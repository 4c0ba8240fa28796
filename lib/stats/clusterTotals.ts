import type { Clusters } from "./interval.ts";

/** Sum of each cluster's items. */
export function clusterTotals(clusters: Clusters): number[] {
  return clusters.map((items) => {
    let total = 0;
    for (const item of items) total += item;
    return total;
  });
}
