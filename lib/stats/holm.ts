import { expectProbabilities } from "./expectProbabilities.ts";

/**
 * Holm's step-down adjustment: p-values that may be compared with the family's level (Holm 1979, Scand J Stat 6:65).
 *
 * @throws RangeError for a number that is no probability
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  expectProbabilities(pValues, "holm");
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = pValues.slice();
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = floor;
  });
  return adjusted;
}
