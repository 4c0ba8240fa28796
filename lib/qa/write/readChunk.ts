import type { Chunk, ChunkKey, LineSource } from "#lib/records/index.ts";
import { type Language, normalise } from "#lib/text/index.ts";
import { settleKorean } from "./korean.ts";
import { isNominal, type Lexicon, makeLexicon } from "./lexicon.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

/** A phrase of a chunk and the lines (0-based) that hold it. */
export interface Mention {
  phrase: Phrase;
  lines: readonly number[];
}

/** A chunk as the writer sees it. */
export interface ReadChunk {
  key: ChunkKey;
  name: string;
  language: Language;
  sources: readonly LineSource[];
  /** Content words of each line; in Japanese its compounds as well. */
  lineWords: readonly ReadonlySet<string>[];
  /** Keys of all content words. */
  words: ReadonlySet<string>;
  /** The phrases that can name something, by key. */
  mentions: ReadonlyMap<string, Mention>;
  /** Beginnings of all words, to tell whether a word is absent in every form. */
  beginnings: ReadonlySet<string>;
  text: string;
}

export const chunkName = (key: ChunkKey): string => `${key.video.platform}/${key.video.id}/${key.index}`;

/** Reads the chunks of one language; the lexicon is counted over all of them. */
export function readChunks(chunks: readonly Chunk[], language: Language): { lexicon: Lexicon; read: ReadChunk[] } {
  const cut = chunks.map((chunk) => chunk.lines.map((line) => wordsOf(line.text, language)));
  const words = language === "ko" ? settleKorean(cut) : cut;
  const lexicon = makeLexicon(words, language);
  return { lexicon, read: chunks.map((chunk, i) => readChunk(chunk, words[i]!, lexicon)) };
}

function readChunk(chunk: Chunk, words: readonly (readonly Word[])[], lexicon: Lexicon): ReadChunk {
  const key = { video: chunk.video, index: chunk.index };
  const mentions = new Map<string, { phrase: Phrase; lines: number[] }>();
  const beginnings = new Set<string>();
  const lineWords = words.map((line) => new Set(line.filter((word) => word.content).map((word) => word.key)));
  words.forEach((line, index) => {
    for (const word of line)
      for (let length = 4; length <= Math.min(word.key.length, 12); length++) beginnings.add(word.key.slice(0, length));
    for (const phrase of phrasesOf(line, lexicon.language)) {
      for (const word of phrase.words) lineWords[index]!.add(word);
      const known = mentions.get(phrase.key);
      if (!known) mentions.set(phrase.key, { phrase, lines: [index] });
      else if (known.lines.at(-1) !== index) known.lines.push(index);
    }
  });
  for (const [name, { phrase }] of mentions) if (!isNominal(lexicon, phrase)) mentions.delete(name);
  return {
    key,
    name: chunkName(key),
    language: lexicon.language,
    sources: chunk.lines.map((line) => line.source),
    lineWords,
    words: new Set(lineWords.flatMap((line) => [...line])),
    mentions,
    beginnings,
    text: chunk.lines.map((line) => normalise(line.text)).join("\n"),
  };
}

/** Whether no form of any word of the phrase stands anywhere in the chunk. */
export function isAbsent(chunk: ReadChunk, phrase: Phrase): boolean {
  if (chunk.language !== "en") return phrase.words.every((word) => !chunk.text.includes(word));
  return phrase.words.every((word) => {
    if (word.length < 4) return !chunk.words.has(word);
    return !chunk.beginnings.has(word.slice(0, Math.min(12, Math.max(4, word.length - 3))));
  });
}
