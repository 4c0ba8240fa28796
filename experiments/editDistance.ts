/**
 * The least number of words to put in, take out or replace that makes one list of words the other (Levenshtein 1966,
 * Soviet Physics Doklady 10:707); by the number of words said it is the word error rate.
 *
 * @example
 * editDistance(["a", "b", "c"], ["a", "c", "d"]); // => 2
 */
export function editDistance(said: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, j) => j);
  for (const [i, word] of said.entries()) {
    const next = [i + 1];
    for (const [j, other] of heard.entries())
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (word === other ? 0 : 1)));
    row = next;
  }
  return row[heard.length]!;
}
