import type { Language } from "./language.ts";
import { normalise } from "./normalise.ts";

const segmenters = new Map<Language, Intl.Segmenter>();

function segmenter(language: Language): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language, { granularity: "word" });
  segmenters.set(language, made);
  return made;
}

/**
 * The words of a text in reading order, normalised; punctuation and white space are left out (Intl.Segmenter).
 *
 * @example
 * tokenise("Blob count doubles!", "en"); // => ["blob", "count", "doubles"]
 */
export function tokenise(text: string, language: Language): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter(language).segment(normalise(text)))
    if (isWordLike) words.push(segment);
  return words;
}
