import { expectProbabilities } from "./expectProbabilities.ts";

/**
 * Benjamini and Hochberg's step-up adjustment, which bounds the false discovery rate (1995, JRSS B 57:289).
 *
 * @throws RangeError for a number that is no probability
 * @example
 * benjaminiHochberg([0.01, 0.04, 0.03]); // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  expectProbabilities(pValues, "benjaminiHochberg");
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = pValues.slice();
  let ceiling = 1;
  order.forEach((index, fromTop) => {
    const rank = pValues.length - fromTop;
    ceiling = Math.min(ceiling, (pValues[index]! * pValues.length) / rank);
    adjusted[index] = ceiling;
  });
  return adjusted;
}
