import { normaliseBasic } from "./normaliseBasic.ts";
import { normaliseEnglish } from "./normaliseEnglish.ts";

/** What an error rate counts: words, or characters where a language is written without blanks or with few. */
export type ErrorUnit = "words" | "characters";

/** Languages whose words are not what blanks part, or, in Korean, are parted as the writer likes. */
const byCharacters = new Set(["ja", "ko", "zh", "yue", "th", "lo", "my", "km"]);

/** What the error rate of a language counts: characters in Japanese, Korean, Chinese, Thai, Lao, Burmese and Khmer. */
export function errorUnit(language: string): ErrorUnit {
  return byCharacters.has(primary(language)) ? "characters" : "words";
}

/**
 * The words of a text, or its characters without blanks, normalised as Whisper's evaluation does it for the language.
 *
 * @param language as ISO 639-1, e.g. `en`, `ja` or `en-GB`
 */
export function errorUnits(text: string, language: string): string[] {
  if (errorUnit(language) === "characters") return [...normaliseBasic(text).replace(/\s/gu, "")];
  const written = primary(language) === "en" ? normaliseEnglish(text) : normaliseBasic(text);
  return written === "" ? [] : written.split(" ");
}

const primary = (language: string) => language.toLowerCase().split(/[-_]/)[0]!;
