import { normalise, stopWords } from "#lib/text/index.ts";
import type { Folded } from "./words.ts";

const scripts = /^[\p{Script=Han}\p{Script=Katakana}ー々〆ヶ\p{Script=Latin}\p{N}]+$/u;
/** A Japanese word; only those written in kanji, katakana or Latin letters can be part of a topic. */
export function foldJapanese(segment: string): Folded {
  const key = normalise(segment);
  return { surface: segment, key, content: scripts.test(key), closes: false, asNoun: false };
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

const numerals = "\\p{N}〇零一二三四五六七八九十百千万億数";
const counters =
  "分間?|秒間?|時間?|日間?|週間?|年間?|月|ヶ月|か月|円|人|回|個|本|枚|度|番|位|歳|才|階|匹|台|冊|点|倍|割|戦|面|色|キロ|メートル|センチ|ミリ|グラム|パーセント|代|目|話|部";
const amount = new RegExp(`[${numerals}](?:${counters})*$`, "u");

/** Whether a compound can name something: two to twelve characters, no amount at its end, no adjective in 的, no emote. */
export function isJapaneseName(key: string, surface: string): boolean {
  const length = [...key].length;
  if (length < 2 || length > 12 || amount.test(key) || /^\p{N}|的$/u.test(key)) return false;
  return !/^(?:w+|[a-z]{1,2})$|[a-z][A-Z]/u.test(surface);
}
