import { chiSquareTail } from "./distributions.ts";

/**
 * Whether a reader prefers a position: Pearson's chi-square (1900, Philosophical Magazine 50:157) of the chosen positions
 * against equal shares. Meaningful where the right answer stood at every position equally often, as rotations make sure.
 *
 * @param chosen how often each shown position was chosen
 * @returns shares, the statistic on k - 1 degrees of freedom and its p-value; null with fewer than two positions or no answer
 * @throws RangeError for a count that is negative or not whole
 * @example
 * positionBias([30, 20, 25, 25]); // chiSquare 2, p 0.572
 */
export function positionBias(chosen: readonly number[]): { shares: number[]; chiSquare: number; p: number } | null {
  for (const times of chosen)
    if (!Number.isInteger(times) || times < 0)
      throw new RangeError(`positionBias: expected whole counts, found ${times}`);
  const total = chosen.reduce((sum, times) => sum + times, 0);
  if (total === 0 || chosen.length < 2) return null;
  const expected = total / chosen.length;
  const chiSquare = chosen.reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
  return { shares: chosen.map((times) => times / total), chiSquare, p: chiSquareTail(chiSquare, chosen.length - 1) };
}
