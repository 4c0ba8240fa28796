import type { Matrix } from "./cholesky.ts";

const mostSweeps = 60;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations (Golub and Van Loan 2013, section 8.5).
 *
 * @returns `vectors[i]` belongs to `values[i]`
 */
export function eigenSymmetric(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => row.slice());
  const vectors = a.map((_, i) => a.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a) > 1e-30 * (1 + diagonal(a)); sweep++)
    for (let p = 0; p < a.length; p++)
      for (let q = p + 1; q < a.length; q++) if (a[p]![q] !== 0) rotate(a, vectors, p, q);
  return { values: a.map((row, i) => row[i]!), vectors };
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const tau = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const turn = (first: number, second: number): [number, number] => [
    cosine * first - sine * second,
    sine * first + cosine * second,
  ];
  for (const row of a) [row[p], row[q]] = turn(row[p]!, row[q]!);
  for (let j = 0; j < a.length; j++) {
    [a[p]![j], a[q]![j]] = turn(a[p]![j]!, a[q]![j]!);
    [vectors[p]![j], vectors[q]![j]] = turn(vectors[p]![j]!, vectors[q]![j]!);
  }
}

function offDiagonal(a: Matrix): number {
  return a.reduce((sum, row, i) => sum + row.reduce((part, x, j) => part + (i === j ? 0 : x * x), 0), 0);
}

function diagonal(a: Matrix): number {
  return a.reduce((sum, row, i) => sum + row[i]! ** 2, 0);
}
