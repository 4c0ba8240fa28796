/**
 * Where each word stands in the text that it was cut from: half-open ranges of UTF-16 units, in order. Null when the
 * words do not follow one another in the text, so that nothing can be cut by them.
 *
 * @example
 * locateWords("So, blobs double.", ["So,", "blobs", "double."]); // => [[0, 3], [4, 9], [10, 17]]
 */
export function locateWords(text: string, words: readonly string[]): [number, number][] | null {
  const ranges: [number, number][] = [];
  let from = 0;
  for (const word of words) {
    const bare = word.trim();
    const at = text.indexOf(bare, from);
    // Only blanks and punctuation may stand between two words: else the word was found too far on.
    if (at < 0 || /[\p{L}\p{N}]/u.test(text.slice(from, at))) return null;
    ranges.push([at, at + bare.length]);
    from = at + bare.length;
  }
  return /[\p{L}\p{N}]/u.test(text.slice(from)) ? null : ranges;
}
