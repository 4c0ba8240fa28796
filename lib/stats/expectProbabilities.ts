/** @throws RangeError, naming the function that was called, for a number outside 0 to 1 */
export function expectProbabilities(pValues: readonly number[], caller: string): void {
  for (const p of pValues)
    if (!(p >= 0 && p <= 1))
      throw new RangeError(
        `${caller}: expected p-values from 0 to 1, found ${p}. A test without a p-value is no part of the family`,
      );
}
