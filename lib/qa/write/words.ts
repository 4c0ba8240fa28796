import { type Language, segmentWords } from "#lib/text/index.ts";
import { foldEnglish } from "./english.ts";
import { foldJapanese } from "./japanese.ts";
import { foldKorean } from "./korean.ts";

/** A word by itself: as written, folded for comparison, and whether it can be part of a topic. */
export interface Folded {
  surface: string;
  key: string;
  content: boolean;
  /** Nothing after it belongs to the same phrase: a particle or a possessive was taken off. */
  closes: boolean;
  /** Its own form says that it is a noun, as a Korean particle does. */
  asNoun: boolean;
}

/** A word of a line, with what separates it from the word before: nothing, one blank, a joint (EIP-1, eth/1) or a break. */
export interface Word extends Folded {
  /** As it stands in the line, particle and all. */
  whole: string;
  gap: "none" | "blank" | "joint" | "break";
}

const fold: Record<Language, (segment: string) => Folded> = { en: foldEnglish, ja: foldJapanese, ko: foldKorean };

/** The words of a line in reading order, without addresses, @mentions, :shortcodes: and pictographs. */
export function wordsOf(text: string, language: Language): Word[] {
  const words: Word[] = [];
  let between = "\n";
  for (const { segment, isWordLike } of segmentWords(cleanLine(text), language)) {
    if (isWordLike) {
      words.push({ ...fold[language](segment), whole: segment, gap: gapOf(between) });
      between = "";
    } else between += segment;
  }
  return words;
}

function cleanLine(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019]/gu, "'")
    .replace(/(?:https?:\/\/|www\.)\S+/giu, " . ")
    .replace(/@[\p{L}\p{N}_.-]+/gu, " . ")
    .replace(/:[\p{L}\p{N}_+-]+:/gu, " . ")
    .replace(/\p{Extended_Pictographic}/gu, " . ");
}

function gapOf(between: string): Word["gap"] {
  if (between === "") return "none";
  if (between === " ") return "blank";
  return between === "-" || between === "/" ? "joint" : "break";
}
