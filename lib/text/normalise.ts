/**
 * Folds a text for comparison: NFKC, lower case, white space to one blank, trimmed.
 *
 * @example
 * normalise("Ｇ６４　Now"); // => "g64 now"
 */
export function normalise(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}
