/** The names most like one that is not among them, by the fewest letters to change (Levenshtein, 1966); at most `count`. */
export function closestNames(name: string, known: readonly string[], count: number): string[] {
  const ranked = known.map((each, i) => ({ each, i, distance: distance(name, each) }));
  return ranked
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .slice(0, count)
    .map(({ each }) => each);
}

function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    above = row;
  }
  return above[b.length]!;
}
