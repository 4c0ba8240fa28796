import type { Language } from "./language.ts";
import { normalise } from "./normalise.ts";
import { segmentWords } from "./segmentWords.ts";

/**
 * The words of a text in reading order, normalised; punctuation and white space are left out (Intl.Segmenter).
 *
 * @example
 * tokenise("Blob count doubles!", "en"); // => ["blob", "count", "doubles"]
 */
export function tokenise(text: string, language: Language): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmentWords(normalise(text), language)) if (isWordLike) words.push(segment);
  return words;
}
