/** Agreement of two raters beyond chance; `kappa` is null where chance alone would make them agree on everything. */
export interface Agreement {
  kappa: number | null;
  observed: number;
  expected: number;
  n: number;
}

/**
 * Cohen's kappa of two raters over the same items (Cohen 1960, Educational and Psychological Measurement 20:37):
 * (observed - expected) / (1 - expected), the expected agreement from each rater's own shares.
 *
 * @param first the first rater's category of each item
 * @param second the second rater's, in the same order
 * @throws RangeError when the lists differ in length
 * @example
 * cohenKappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]); // kappa 0.5, observed 0.75, expected 0.5
 */
export function cohenKappa(first: readonly string[], second: readonly string[]): Agreement {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`cohenKappa: ${n} and ${second.length} items`);
  const [a, b] = [shares(first), shares(second)];
  const observed = n === 0 ? 0 : first.filter((category, i) => category === second[i]).length / n;
  let expected = 0;
  for (const [category, share] of a) expected += share * (b.get(category) ?? 0);
  const beyond = 1 - expected;
  return { kappa: n === 0 || beyond < 1e-12 ? null : (observed - expected) / beyond, observed, expected, n };
}

function shares(categories: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const category of categories) found.set(category, (found.get(category) ?? 0) + 1 / categories.length);
  return found;
}
