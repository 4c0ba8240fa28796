import { cholesky, forward, type Matrix } from "./cholesky.ts";
import { dot } from "./dot.ts";
import { eigenSymmetric } from "./eigenSymmetric.ts";

/** What a cluster-robust variance needs of one video: X'WX and X'(y - fitted) of its items. */
export interface ClusterScore {
  information: Matrix;
  score: readonly number[];
}

/** Which small-sample form of the sandwich. */
export type RobustVariance = "CR1" | "CR2";

/**
 * Cluster-robust (sandwich) variance of contrasts of regression coefficients, with their degrees of freedom.
 *
 * CR1 scales by G/(G - 1) and has G - 1 degrees of freedom. CR2 takes the bias out that independent errors of equal
 * variance would leave and has Satterthwaite's degrees of freedom (Bell and McCaffrey 2002, Survey Methodology 28:169;
 * Pustejovsky and Tipton 2018, J Bus Econ Stat 36:672). For a logistic regression it is Kauermann and Carroll's form (2001,
 * JASA 96:1387). A direction that a single video decides alone gets no weight, as there.
 *
 * It never builds the items' matrix: with M = L L' the inverse of the whole information and T = L' (X'WX of a video) L, the
 * correction of that video's score is L (I - T)^(-1/2) L', of the size of the coefficients.
 *
 * @returns a function of a contrast c that gives the variance of c'b; null when the information is singular
 */
export function clusterRobust(
  clusters: readonly ClusterScore[],
  kind: RobustVariance,
): ((contrast: readonly number[]) => { variance: number; degreesOfFreedom: number }) | null {
  const total = clusters[0]!.information.map((row, i) =>
    row.map((_, j) => clusters.reduce((sum, { information }) => sum + information[i]![j]!, 0)),
  );
  const { lower, failedAt } = cholesky(total);
  if (failedAt !== null) return null;
  const groups = clusters.length;
  const scaled = clusters.map(({ information, score }) => ({
    share: congruent(lower, information),
    score: forward(lower, score),
  }));
  if (kind === "CR1")
    return (contrast) => {
      const direction = forward(lower, contrast);
      const squares = scaled.reduce((sum, { score }) => sum + dot(direction, score) ** 2, 0);
      return { variance: (groups / (groups - 1)) * squares, degreesOfFreedom: groups - 1 };
    };
  const corrected = scaled.map(({ share, score }) => ({ share, score, root: inverseRootOfRest(share) }));
  return (contrast) => {
    const direction = forward(lower, contrast);
    const turned = corrected.map(({ root }) => times(root, direction));
    const variance = corrected.reduce((sum, { score }, g) => sum + dot(turned[g]!, score) ** 2, 0);
    return {
      variance,
      degreesOfFreedom: satterthwaite(corrected.map(({ share }, g) => [turned[g]!, times(share, turned[g]!)])),
    };
  };
}

/** (sum of eigenvalues)^2 / sum of squared eigenvalues of the variance's quadratic form, under independent errors. */
function satterthwaite(pairs: readonly [turned: number[], shared: number[]][]): number {
  let trace = 0;
  let squares = 0;
  pairs.forEach(([turned, shared], g) => {
    const own = dot(turned, shared);
    trace += own - dot(shared, shared);
    pairs.forEach(([, other], h) => {
      squares += ((g === h ? own : 0) - dot(shared, other)) ** 2;
    });
  });
  return trace ** 2 / squares;
}

/** (I - T)^(-1/2), with nothing in the directions where T is 1. */
function inverseRootOfRest(share: Matrix): number[][] {
  const { values, vectors } = eigenSymmetric(share);
  const roots = values.map((value) => (1 - value > 1e-10 ? 1 / Math.sqrt(1 - value) : 0));
  return share.map((row, i) =>
    row.map((_, j) => roots.reduce((sum, root, e) => sum + root * vectors[e]![i]! * vectors[e]![j]!, 0)),
  );
}

/** C^-1 S C'^-1 for lower triangular C. */
function congruent(lower: Matrix, symmetric: Matrix): number[][] {
  const half = symmetric.map((row) => forward(lower, row));
  return half.map((_, i) =>
    forward(
      lower,
      half.map((row) => row[i]!),
    ),
  );
}

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}
