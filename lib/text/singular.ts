/**
 * An English word without its plural s: the S stemmer (Harman 1991, JASIS 42:7), which joins "blobs" to "blob" and leaves
 * "gas" and "status" alone.
 *
 * @example
 * singular("queries"); // => "query"
 */
export function singular(word: string): string {
  if (word.length < 4) return word;
  if (word.endsWith("ies") && !/[ea]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.endsWith("es") && !/[aeo]es$/.test(word)) return word.slice(0, -1);
  if (word.endsWith("s") && !/[us]s$/.test(word)) return word.slice(0, -1);
  return word;
}
