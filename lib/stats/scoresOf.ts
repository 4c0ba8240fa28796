import type { ClusterScore } from "./clusterRobust.ts";
import type { Design } from "./standardise.ts";

type Item = Design["clusters"][number][number];

/** Information X'WX and score X'residual of each video and of all together, for weights and residuals at some fit. */
export function scoresOf(
  clusters: Design["clusters"],
  at: (item: Item) => { weight: number; residual: number },
): { clusters: ClusterScore[]; information: number[][]; score: number[] } {
  const size = clusters[0]![0]!.predictors.length;
  const empty = () => ({
    information: Array.from({ length: size }, () => new Array<number>(size).fill(0)),
    score: new Array<number>(size).fill(0),
  });
  const all = empty();
  const scores = clusters.map((items) => {
    const own = empty();
    for (const item of items) {
      const { weight, residual } = at(item);
      item.predictors.forEach((x, i) => {
        own.score[i]! += x * residual;
        item.predictors.forEach((y, j) => {
          own.information[i]![j]! += weight * x * y;
        });
      });
    }
    own.score.forEach((x, i) => {
      all.score[i]! += x;
      own.information[i]!.forEach((y, j) => {
        all.information[i]![j]! += y;
      });
    });
    return own;
  });
  return { clusters: scores, ...all };
}
