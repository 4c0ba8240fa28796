/**
 * The order in which a question was written: shown position i holds written choice i.
 *
 * @param n number of choices
 */
export function written(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/**
 * All n rotations of the written order; over them each choice stands once at each position, which cancels a reader's
 * liking for a position. The first is the written order itself.
 *
 * @param n number of choices
 * @example
 * rotations(3); // [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
 */
export function rotations(n: number): number[][] {
  return Array.from({ length: n }, (_, start) => Array.from({ length: n }, (_, i) => (start + i) % n));
}
