import { normalise, stopWords } from "#lib/text/index.ts";
import type { Folded } from "./words.ts";

const scripts = /^[\p{Script=Han}\p{Script=Katakana}ー々〆ヶ\p{Script=Latin}\p{N}]+$/u;
/** A Japanese word; only those written in kanji, katakana or Latin letters can be part of a topic. */
export function foldJapanese(segment: string): Folded {
  const key = normalise(segment);
  return { surface: segment, key, content: scripts.test(key), closes: false };
}

/** The part of a compound from its first word that is no stop word to its last (者 or 日 at the end stays): [from, to). */
export function trimCompound(words: readonly Folded[]): [number, number] {
  const stop = stopWords("ja");
  let from = 0;
  let to = words.length;
  while (from < to && stop.has(words[from]!.key)) from++;
  while (to > from && words[to - 1]!.key.length > 1 && stop.has(words[to - 1]!.key)) to--;
  return [from, to];
}
