import { normalise } from "#lib/text/index.ts";

/**
 * About how many syllables a text has, rather too few than too many: groups of vowels in Latin words, at least one a word;
 * Hangul, Han and kana one each, but for small kana and the mark of length; other letters three to a syllable.
 *
 * @example
 * syllables("Good morning, みなさん"); // => 7
 */
export function syllables(text: string): number {
  const folded = normalise(text);
  let count = 0;
  for (const [word] of folded.matchAll(/\p{Script=Latin}+/gu))
    count += Math.max(1, word.match(/[aeiouyà-ÿ]+/g)?.length ?? 0);
  count += folded.match(/[\p{Script=Hangul}\p{Script=Han}\p{N}]/gu)?.length ?? 0;
  count +=
    folded.match(/(?![ぁぃぅぇぉゃゅょっァィゥェォャュョッー])[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const others =
    folded.match(/(?![\p{Script=Latin}\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}/gu)
      ?.length ?? 0;
  return count + Math.floor(others / 3);
}
