import { dot } from "./dot.ts";

/** Rows of a matrix. */
export type Matrix = readonly (readonly number[])[];

/**
 * Lower triangular C with C C' = A for a symmetric positive definite matrix (Golub and Van Loan 2013, algorithm 4.2.1).
 *
 * @returns `failedAt` is the first column that the columns before it already explain; null when there is none
 */
export function cholesky(matrix: Matrix): { lower: number[][]; failedAt: number | null } {
  const lower = matrix.map(() => new Array<number>(matrix.length).fill(0));
  for (let j = 0; j < matrix.length; j++) {
    const pivot = matrix[j]![j]! - dot(lower[j]!, lower[j]!, j);
    if (!(pivot > 1e-10 * matrix[j]![j]!)) return { lower, failedAt: j };
    lower[j]![j] = Math.sqrt(pivot);
    for (let i = j + 1; i < matrix.length; i++)
      lower[i]![j] = (matrix[i]![j]! - dot(lower[i]!, lower[j]!, j)) / lower[j]![j]!;
  }
  return { lower, failedAt: null };
}

/** Solves C x = b for lower triangular C. */
export function forward(lower: Matrix, b: readonly number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < b.length; i++) x.push((b[i]! - dot(lower[i]!, x, i)) / lower[i]![i]!);
  return x;
}

/** Solves C' x = b for lower triangular C. */
export function backward(lower: Matrix, b: readonly number[]): number[] {
  const x = b.slice();
  for (let i = b.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < b.length; j++) x[i]! -= lower[j]![i]! * x[j]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
