import { idf, type Lexicon } from "./lexicon.ts";
import type { Phrase } from "./phrases.ts";
import type { Mention, ReadChunk } from "./readChunk.ts";

/** A phrase said around a topic, how much so, and on which lines. */
export interface Term extends Mention {
  weight: number;
}

/** How many lines before and after a mention still belong to it. */
const reach = 2;
const termsKept = 12;

/** Lines around the mentions of a topic, with their distance to the nearest. */
function linesAround(chunk: ReadChunk, topic: Mention): Map<number, number> {
  const around = new Map<number, number>();
  for (const line of topic.lines)
    for (let at = Math.max(0, line - reach); at <= Math.min(chunk.lineWords.length - 1, line + reach); at++) {
      const distance = Math.abs(at - line);
      if (distance < (around.get(at) ?? Number.POSITIVE_INFINITY)) around.set(at, distance);
    }
  return around;
}

/** The content words of the lines around a topic. */
export function wordsAround(chunk: ReadChunk, topic: Mention): Set<string> {
  const words = new Set<string>();
  for (const line of linesAround(chunk, topic).keys()) for (const word of chunk.lineWords[line]!) words.add(word);
  return words;
}

/**
 * The phrases said around a topic, best first: TF-IDF over the lines around it, a line counting 1 / (1 + distance to the
 * mention). None shares a word with the topic or with a better one; phrases of a single chunk, often mishearings, come last.
 */
export function termsAround(chunk: ReadChunk, topic: Mention, lexicon: Lexicon): Term[] {
  const around = linesAround(chunk, topic);
  const ranked: (Term & { known: boolean })[] = [];
  for (const { phrase, lines: all } of chunk.mentions.values()) {
    const lines = all.filter((line) => around.has(line));
    if (lines.length === 0) continue;
    const near = lines.reduce((sum, line) => sum + 1 / (1 + around.get(line)!), 0);
    const weight = near * idf(lexicon, phrase.key) * Math.sqrt(phrase.words.length);
    ranked.push({ phrase, lines, weight, known: lexicon.phrases.get(phrase.key)!.chunks > 1 });
  }
  ranked.sort(
    (a, b) => Number(b.known) - Number(a.known) || b.weight - a.weight || (a.phrase.key < b.phrase.key ? -1 : 1),
  );
  const kept: Term[] = [];
  for (const { phrase, lines, weight } of ranked) {
    if (kept.length === termsKept) break;
    if (![topic, ...kept].some((other) => sharesWord(other.phrase, phrase))) kept.push({ phrase, lines, weight });
  }
  return kept;
}

/** Whether a word of one phrase is, or is part of, a word of the other. */
export function sharesWord(a: Pick<Phrase, "words">, b: Pick<Phrase, "words">): boolean {
  return a.words.some((word) => b.words.some((other) => word.includes(other) || other.includes(word)));
}
