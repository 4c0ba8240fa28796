import type { Language } from "#lib/text/index.ts";
import { englishFrame } from "./english.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";
import type { Word } from "./words.ts";

interface WordUse {
  count: number;
  asNoun: number;
  asOther: number;
  alone: number;
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
        if (phrase.after && honorific.test(phrase.after.key)) use.asPerson++;
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
      use = { count: 0, asNoun: 0, asOther: 0, alone: 0 };
      lexicon.words.set(word.key, use);
    }
    use.count++;
    if (alone) use.alone++;
    const before = word.gap === "break" ? undefined : words[i - 1]?.surface;
    const after = words[i + 1]?.gap === "break" ? undefined : words[i + 1]?.surface;
    const frame = lexicon.language === "en" ? englishFrame(before, after) : null;
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
  const head = lexicon.words.get(phrase.words.at(-1)!);
  if (!use || use.continued > use.count / 2 || use.asPerson > use.count / 8) return false;
  if (lexicon.language === "ja") return isJapaneseName(phrase.key);
  if (!head || phrase.words.some((word) => fillsLines(lexicon, word))) return false;
  if (!/\p{L}{2}/u.test(phrase.key) || /^[\d.]/u.test(phrase.key)) return false;
  if (lexicon.language === "ko") return !/[님씨]$/u.test(phrase.key);
  const first = lexicon.words.get(phrase.words[0]!);
  if (phrase.words.length > 1 && first && first.asOther > first.asNoun) return false;
  if (/\d/u.test(phrase.words.at(-1)!)) return phrase.words.length > 1 && use.count >= 3;
  if (phrase.words.length === 1 && (notNoun.test(phrase.key) || head.asNoun < 2)) return false;
  return head.asNoun >= 2 * head.asOther && head.asNoun / head.count >= (phrase.words.length > 1 ? 0.08 : 0.15);
}

function fillsLines(lexicon: Lexicon, word: string): boolean {
  const use = lexicon.words.get(word);
  return use !== undefined && use.alone > use.count / 3;
}

function isJapaneseName(key: string): boolean {
  const letters = [...key];
  return letters.length >= 2 && letters.length <= 12 && !/^\p{N}|的$/u.test(key);
}
