import type { Language } from "./language.ts";

const segmenters = new Map<Language, Intl.Segmenter>();

/** A text cut at its word boundaries, punctuation and blanks included (Intl.Segmenter, one kept for each language). */
export function segmentWords(text: string, language: Language): Intl.Segments {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  return segmenter.segment(text);
}
