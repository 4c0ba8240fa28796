import { guessLanguage, type Language } from "#lib/text/index.ts";

/** The language of a question: its own tag where it is one that the readers know, else by its script. */
export function languageOf(question: { language: string; stem: string }): Language {
  const tag = question.language.toLowerCase().split(/[-_]/u)[0];
  return tag === "ja" || tag === "ko" || tag === "en" ? tag : guessLanguage(question.stem);
}
