import type { Language } from "#lib/text/index.ts";
import { englishFrame, isAddressed } from "./english.ts";
import { isJapaneseName } from "./japanese.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";
import type { Word } from "./words.ts";

interface WordUse {
  count: number;
  asNoun: number;
  asOther: number;
  alone: number;
  /** The endings that it was said with, bare among them. */
  endings: Set<string>;
}

interface PhraseUse {
  count: number;
  chunks: number;
  /** How often the next word is content as well: the phrase is then only the beginning of one. */
  continued: number;
  asPerson: number;
}

/** What the words of a study do in it, counted over all its chunks of one language. */
export interface Lexicon {
  language: Language;
  chunks: number;
  words: Map<string, WordUse>;
  phrases: Map<string, PhraseUse>;
}

const honorific = /^(?:さん|ちゃん|くん|君|様|さま|氏|先生|先輩|님|씨)/u;

/** Counts the uses of words and phrases; one item a chunk, each the words of its lines. */
export function makeLexicon(chunks: readonly (readonly (readonly Word[])[])[], language: Language): Lexicon {
  const lexicon: Lexicon = { language, chunks: chunks.length, words: new Map(), phrases: new Map() };
  for (const lines of chunks) {
    const here = new Set<string>();
    for (const words of lines) {
      countWords(lexicon, words);
      for (const phrase of phrasesOf(words, language)) {
        const use = phraseUse(lexicon, phrase.key);
        use.count++;
        if (phrase.after?.content) use.continued++;
        if (isAddressed(phrase.preceding) || (phrase.after && honorific.test(phrase.after.key))) use.asPerson++;
        here.add(phrase.key);
      }
    }
    for (const key of here) phraseUse(lexicon, key).chunks++;
  }
  return lexicon;
}

function countWords(lexicon: Lexicon, words: readonly Word[]): void {
  const alone = words.every((word) => word.key === words[0]!.key);
  words.forEach((word, i) => {
    let use = lexicon.words.get(word.key);
    if (!use) {
      use = { count: 0, asNoun: 0, asOther: 0, alone: 0, endings: new Set() };
      lexicon.words.set(word.key, use);
    }
    use.count++;
    if (alone) use.alone++;
    if (word.asNoun) use.asNoun++;
    if (use.endings.size < 2) use.endings.add(word.whole.slice(word.surface.length));
    if (lexicon.language !== "en") return;
    const frame = englishFrame(words, i);
    if (frame === "noun") use.asNoun++;
    if (frame === "other") use.asOther++;
  });
}

function phraseUse(lexicon: Lexicon, key: string): PhraseUse {
  let use = lexicon.phrases.get(key);
  if (!use) {
    use = { count: 0, chunks: 0, continued: 0, asPerson: 0 };
    lexicon.phrases.set(key, use);
  }
  return use;
}

/** Inverse document frequency over chunks, log(N / n). */
export function idf(lexicon: Lexicon, key: string): number {
  return Math.log(lexicon.chunks / Math.max(1, lexicon.phrases.get(key)?.chunks ?? 0));
}

/** Endings of participles and adjectives. */
const notNoun = /(?:ing|[^e]ed|able|ible|ous|ful|less|ish)$/u;

/** Whether a phrase can name a topic: a whole noun phrase, no person, no cry that fills lines alone. */
export function isNominal(lexicon: Lexicon, phrase: Phrase): boolean {
  const use = lexicon.phrases.get(phrase.key);
  if (!use || use.continued > use.count / 2 || use.asPerson > use.count / 8) return false;
  const { words, key } = phrase;
  const isLatin = /^[\p{Script=Latin}\p{N}. ]+$/u.test(key);
  if (isLatin && words.some((word) => fillsLines(lexicon, word))) return false;
  if (!/\p{L}{2}/u.test(key) || /^[\d.]/u.test(key)) return false;
  if (lexicon.language === "ja") return isJapaneseName(key, phrase.surface);
  const head = lexicon.words.get(words.at(-1)!);
  if (!head) return false;
  return lexicon.language === "ko" ? isKoreanName(key, head) : isEnglishName(lexicon, phrase, use, head);
}

/** A stem that takes a particle of nouns, or two endings: a verb has one form in one place. */
function isKoreanName(key: string, head: WordUse): boolean {
  return (head.asNoun > 0 || head.endings.size > 1) && !/[님씨]$/u.test(key);
}

function isEnglishName(lexicon: Lexicon, { words, key }: Phrase, use: PhraseUse, head: WordUse): boolean {
  const first = lexicon.words.get(words[0]!);
  if (words.length > 1 && first && first.asOther > first.asNoun) return false;
  if (/\d/u.test(words.at(-1)!)) return words.length > 1 && use.count >= 3;
  if (words.length === 1 && (notNoun.test(key) || head.asNoun < Math.min(2, head.count / 2))) return false;
  return head.asNoun >= 2 * head.asOther && head.asNoun / head.count >= (words.length > 1 ? 0.08 : 0.15);
}

function fillsLines(lexicon: Lexicon, word: string): boolean {
  const use = lexicon.words.get(word);
  return use !== undefined && use.alone > use.count / 3;
}
