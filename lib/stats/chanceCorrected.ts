/**
 * Accuracy with chance taken off: mean of (score - 1/k) / (1 - 1/k) over items with k choices each, 0 for guessing and 1
 * for all right; negative below chance (Abbott's formula, 1925, J Econ Entomol 18:265).
 *
 * @returns null with no items
 * @throws RangeError for an item with fewer than two choices, or a score outside 0 to 1
 * @example
 * chanceCorrected([{ score: 1, choices: 4 }, { score: 0, choices: 4 }]); // 0.333
 */
export function chanceCorrected(items: readonly { score: number; choices: number }[]): number | null {
  if (items.length === 0) return null;
  const gains = items.map(({ score, choices }) => {
    if (!(choices >= 2)) throw new RangeError(`chanceCorrected: expected two choices or more, found ${choices}`);
    if (!(score >= 0 && score <= 1))
      throw new RangeError(`chanceCorrected: expected a score from 0 to 1, found ${score}`);
    return (score - 1 / choices) / (1 - 1 / choices);
  });
  return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
}
