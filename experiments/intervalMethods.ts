import {
  type Clusters,
  clusterBootstrap,
  clusteredCR2,
  clusteredLogit,
  clusteredProportion,
  clusteredT,
  type Interval,
  wildClusterBootstrap,
  wilson,
} from "#lib/stats/index.ts";

/** A way to make an interval of an accuracy. */
export interface IntervalMethod {
  name: string;
  of(clusters: Clusters, uniform: () => number): Interval;
}

/** Resamples of each bootstrap, where thousands of studies are made; a single study takes 9,999. */
export const bcaResamples = 499;
/** With 199 draws the test at 0.05 is exact, since (199 + 1) x 0.05 is whole (Davidson and MacKinnon 2000). */
export const wildDraws = 199;

/** Every interval of lib/stats for an accuracy; Wilson's is the one that does not know of videos. */
export const intervalMethods: readonly IntervalMethod[] = [
  { name: "Wilson, videos ignored", of: naive },
  { name: "t, G - 1", of: (clusters) => clusteredT(clusters) },
  { name: "CR2, Satterthwaite", of: (clusters) => clusteredCR2(clusters) },
  { name: "Korn-Graubard", of: (clusters) => clusteredProportion(clusters) },
  { name: "log odds, jackknife", of: (clusters) => clusteredLogit(clusters) },
  {
    name: "bootstrap, BCa",
    of: (clusters, uniform) => clusterBootstrap(clusters, uniform, { resamples: bcaResamples }),
  },
  {
    name: "bootstrap, wild",
    of: (clusters, uniform) => wildClusterBootstrap(clusters, uniform, { draws: wildDraws }),
  },
];

function naive(clusters: Clusters): Interval {
  let right = 0;
  let items = 0;
  for (const cluster of clusters) {
    items += cluster.length;
    for (const score of cluster) right += score;
  }
  return wilson(right, items);
}
