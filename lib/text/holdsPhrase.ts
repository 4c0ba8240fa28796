import type { Language } from "./language.ts";

/**
 * Whether a phrase stands in a text, letter for letter; both are normalised already. In English it stands between words, in
 * Korean it begins one, since particles follow; Japanese has no such borders.
 *
 * @example
 * holdsPhrase("a party of two", "art", "en"); // => false
 */
export function holdsPhrase(text: string, phrase: string, language: Language): boolean {
  if (phrase === "") return false;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (language === "ja") return true;
    const begins = !continues(text.slice(0, at), /[\p{L}\p{N}]$/u, phrase, /^[\p{L}\p{N}]/u);
    const ends =
      language === "ko" || !continues(phrase, /[\p{L}\p{N}]$/u, text.slice(at + phrase.length), /^[\p{L}\p{N}]/u);
    if (begins && ends) return true;
  }
  return false;
}

/** Whether a word goes on from the end of one text into the beginning of the next. */
function continues(before: string, end: RegExp, after: string, beginning: RegExp): boolean {
  return end.test(before.slice(-2)) && beginning.test(after.slice(0, 2));
}
