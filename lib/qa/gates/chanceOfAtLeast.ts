/**
 * The probability of at least so many successes in independent trials of their own probabilities (Poisson-binomial, by
 * convolution).
 */
export function chanceOfAtLeast(count: number, probabilities: readonly number[]): number {
  if (count <= 0) return 1;
  // Index i: the probability of i successes so far; the last holds all of `count` and more.
  const ways = new Float64Array(count + 1);
  ways[0] = 1;
  for (const p of probabilities) {
    ways[count] = ways[count]! + ways[count - 1]! * p;
    for (let i = count - 1; i > 0; i--) ways[i] = ways[i]! * (1 - p) + ways[i - 1]! * p;
    ways[0] = ways[0]! * (1 - p);
  }
  return Math.min(1, ways[count]!);
}
