import type { Language } from "#lib/text/index.ts";
import { trimCompound } from "./japanese.ts";
import type { Word } from "./words.ts";

/** Content words that stand together: `key` compares, `surface` is shown. */
export interface Phrase {
  key: string;
  surface: string;
  words: readonly string[];
  /** The word before, also across a comma. */
  preceding: string | undefined;
  /** The next word, if nothing stands between. */
  after: Word | undefined;
}

const joints: Record<Word["gap"], string> = { none: "", blank: " ", joint: "-", break: " " };

/** The phrases of a line: one to three adjacent content words; in Japanese the compound as a whole. */
export function phrasesOf(words: readonly Word[], language: Language): Phrase[] {
  const found: Phrase[] = [];
  for (const [from, to] of runsOf(words, language)) {
    const lengths = language === "ja" ? [to - from] : [1, 2, 3];
    for (const length of lengths)
      for (let i = from; i + length <= to; i++) found.push(phrase(words, i, i + length, language));
  }
  return found;
}

function phrase(words: readonly Word[], from: number, to: number, language: Language): Phrase {
  const part = words.slice(from, to);
  const keys = part.map((word) => word.key);
  const surface = part.map((word, i) => (i === 0 ? "" : joints[word.gap]) + word.surface).join("");
  const after = words[to];
  return {
    key: keys.join(language === "ja" ? "" : " "),
    surface,
    words: language === "ja" ? [keys.join("")] : keys,
    preceding: words[from - 1]?.surface,
    after: after?.gap === "break" || part.at(-1)!.closes ? undefined : after,
  };
}

/** Half-open ranges of content words that stand together. */
function runsOf(words: readonly Word[], language: Language): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = 0; from < words.length; ) {
    let to = from;
    while (to < words.length && words[to]!.content && (to === from || joins(words[to - 1]!, words[to]!, language)))
      to++;
    if (to > from) runs.push(language === "ja" ? trimmed(words, from, to) : [from, to]);
    from = Math.max(to, from + 1);
  }
  return runs.filter(([from, to]) => to > from);
}

function joins(before: Word, word: Word, language: Language): boolean {
  return !before.closes && (language === "ja" ? word.gap === "none" : word.gap !== "break");
}

/** A compound without the stem of a verb at its end, and without stop words around it. */
function trimmed(words: readonly Word[], from: number, to: number): [number, number] {
  const end = isVerbStem(words[to - 1]!, words[to]) ? to - 1 : to;
  const [skip, length] = trimCompound(words.slice(from, end));
  return [from + skip, from + length];
}

const particle =
  /^(?:は|が|を|に|で|と|も|の|へ|や|か|から|まで|より|だ|だけ|です|な|なら|とか|という|さん|ちゃん|しか|ばかり|じゃ|ね|よ)/u;

/** One kanji before kana that is no particle is the stem of a verb or an adjective, as 読 in 読んで. */
function isVerbStem(word: Word, next: Word | undefined): boolean {
  if (next?.gap !== "none" || !/^\p{Script=Han}$/u.test(word.key)) return false;
  return /^\p{Script=Hiragana}/u.test(next.key) && !particle.test(next.key);
}
