/**
 * Krippendorff's alpha for nominal values, any number of raters, with missing values (Krippendorff 2019, Content Analysis,
 * 4th ed., section 12.3; 2011, Computing Krippendorff's Alpha-Reliability): 1 - observed over expected disagreement. 1 for
 * perfect agreement, 0 for chance, negative for systematic disagreement.
 *
 * @param units one list a unit (a question) of what each rater (person, model or draw) gave; null where nothing was given
 * @returns `units` and `values` count what can be paired: units with two values or more, and their values; `alpha` is null
 * with a reason where nothing can be paired or only one value is ever used, since chance then agrees too
 * @example
 * krippendorffAlpha([["a", "a"], ["b", "b"], ["a", "b"]]); // alpha 0.444
 */
export function krippendorffAlpha(units: readonly (readonly (string | number | null)[])[]): {
  alpha: number | null;
  units: number;
  values: number;
  reason?: string;
} {
  const pairable = units.map((unit) => counts(unit.filter((value) => value !== null))).filter((unit) => unit.total > 1);
  const values = pairable.reduce((sum, { total }) => sum + total, 0);
  const about = { units: pairable.length, values };
  if (pairable.length === 0) return { alpha: null, ...about, reason: "no unit with two values" };
  const overall = new Map<string | number, number>();
  for (const { times } of pairable)
    for (const [value, count] of times) overall.set(value, (overall.get(value) ?? 0) + count);
  if (overall.size === 1) return { alpha: null, ...about, reason: "only one value is used" };
  const observed = pairable.reduce((sum, { total, times }) => sum + differingPairs(total, times) / (total - 1), 0);
  const expected = differingPairs(values, overall) / (values - 1);
  return { alpha: 1 - observed / expected, ...about };
}

function counts(unit: readonly (string | number | null)[]): { total: number; times: Map<string | number, number> } {
  const times = new Map<string | number, number>();
  for (const value of unit) if (value !== null) times.set(value, (times.get(value) ?? 0) + 1);
  return { total: unit.length, times };
}

/** Ordered pairs of different values. */
function differingPairs(total: number, times: ReadonlyMap<string | number, number>): number {
  return [...times.values()].reduce((pairs, count) => pairs - count * count, total * total);
}
