/** The choices that are as good as the best, by index; scores that differ by rounding alone are equal. */
export function tiedChoices(scores: readonly number[]): number[] {
  const best = Math.max(...scores);
  return scores.flatMap((score, i) => (best - score < 1e-9 ? [i] : []));
}
