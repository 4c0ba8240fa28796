import { normalise, stopWords } from "#lib/text/index.ts";
import type { Folded, Word } from "./words.ts";

const particles =
  /(?:에서는|에게서|으로는|이라는|이라고|까지는|에서|에게|한테|으로|까지|부터|처럼|보다|마다|이랑|이나|라는|라고|에는|에도|씩|은|는|이|가|을|를|에|로|와|과|랑|도|만|의)$/u;
/** Particles that never end a verb: what stands before one is a noun. */
const nounParticles = /(?:에서는|에게서|에서|에게|한테|까지|부터|처럼|이랑|에는|에도|를|에|와|과|랑|의)$/u;
const verbEndings = /(?:다|요|죠|지|네|니|까|고|서|면|며|데|게|던|든|려|야|자|해|했|함|음|임|군|걸|시|히)$/u;
/** Endings after which a word of one syllable is left, which is no topic: 집에서, 하나씩. */
const shortEndings = /(?:에서|에|를|까지|부터|마다|한테|씩)$/u;
const numeral = /^[영일이삼사오육칠팔구십백천만억]+(?:원|번|분|개|명|시|년|월|일|호|초|층|살|도)?$/u;

/** A Korean word without its particle (a short list of suffixes, one taken off), where two syllables are left. */
export function foldKorean(segment: string): Folded {
  const word = normalise(segment);
  const bare = word.replace(particles, "");
  return bare.length >= 2 ? folded(segment, word, bare) : folded(segment, word, word);
}

function folded(segment: string, word: string, key: string): Folded {
  const closes = key !== word;
  const base = { surface: segment.slice(0, key.length), key, closes, asNoun: closes && nounParticles.test(word) };
  const stop = stopWords("ko");
  if (stop.has(key) || stop.has(word) || numeral.test(key) || (!closes && shortEndings.test(word)))
    return { ...base, content: false };
  if (/^[\p{Script=Latin}\p{N}]+$/u.test(key)) return { ...base, content: true };
  const isName = /^[가-힣\p{Script=Latin}\p{N}]{2,}$/u.test(key);
  return { ...base, content: isName && (closes || !verbEndings.test(word)) };
}

/**
 * The words again, where a syllable that looks like a particle turned out to be a part of the noun: 고양이 keeps its 이 when
 * 고양이를 or 고양이에게 is said somewhere.
 */
export function settleKorean(chunks: readonly (readonly (readonly Word[])[])[]): Word[][][] {
  const nouns = new Set(
    chunks.flatMap((lines) => lines.flatMap((words) => words.flatMap((w) => (w.asNoun ? w.key : [])))),
  );
  const settle = (word: Word): Word =>
    word.closes && !word.asNoun && nouns.has(normalise(word.whole))
      ? { ...word, ...folded(word.whole, normalise(word.whole), normalise(word.whole)) }
      : word;
  return chunks.map((lines) => lines.map((words) => words.map(settle)));
}
