import { idf, type Lexicon } from "./lexicon.ts";
import type { Phrase } from "./phrases.ts";
import type { Mention, ReadChunk } from "./readChunk.ts";
import { sharesWord } from "./terms.ts";

/** What a part of a stream is about, with its weight. */
export interface Topic extends Mention {
  weight: number;
}

const leastLines = 2;
/** A short word on fewer lines is tried last: it may have been said in passing. */
const firmLines = 3;
/** A phrase in more than a quarter of the chunks is what the streams are about as a whole. */
const widest = 0.25;

/**
 * The salient phrases of a chunk, best first: lines that hold it x log(N / n) over the chunks of the study (TF-IDF, Salton
 * and Buckley 1988) x its words, since a longer phrase says more.
 */
export function topicsOf(chunk: ReadChunk, lexicon: Lexicon, count: number): Topic[] {
  const mostChunks = Math.max(3, lexicon.chunks * widest);
  const ranked: Topic[] = [];
  for (const { phrase, lines } of chunk.mentions.values()) {
    if (lines.length < leastLines || lexicon.phrases.get(phrase.key)!.chunks > mostChunks) continue;
    const weight = lines.length * idf(lexicon, phrase.key) * phrase.words.length;
    ranked.push({ phrase, lines, weight });
  }
  const firm = (topic: Topic) => Number(topic.lines.length >= firmLines || !isShort(topic.phrase));
  ranked.sort((a, b) => firm(b) - firm(a) || b.weight - a.weight || (a.phrase.key < b.phrase.key ? -1 : 1));
  const chosen: Topic[] = [];
  for (const topic of ranked) {
    if (chosen.length === count) break;
    if (!chosen.some((other) => sharesWord(other.phrase, topic.phrase))) chosen.push(topic);
  }
  return chosen;
}

/** One word, in Japanese of fewer than four characters. */
function isShort(phrase: Phrase): boolean {
  const cjk = /[\p{Script=Han}\p{Script=Katakana}]/u.test(phrase.key);
  return phrase.words.length === 1 && (!cjk || [...phrase.key].length < 4);
}
