import type { Chunk, LineSource } from "#lib/records/index.ts";
import { type Language, stopWords, tokenise } from "#lib/text/index.ts";

/** The words that tell one window from the others of its stream. */
export interface WindowWords {
  index: number;
  startMs: number;
  endMs: number;
  words: string[];
}

/**
 * What each window of one stream is about, as far as words tell: those that come often in it and in few of the others (count
 * times the logarithm of windows over windows with the word: Sparck Jones 1972, J Documentation 28:11). A word that comes
 * once is none.
 *
 * @param chunks of one stream
 * @param source whose words count
 * @param most words a window
 */
export function windowWords(
  chunks: readonly Chunk[],
  language: Language,
  source: LineSource = "SPEECH",
  most = 5,
): WindowWords[] {
  const dull = stopWords(language);
  const counted = chunks.map(({ lines }) => {
    const counts = new Map<string, number>();
    for (const line of lines) {
      if (line.source !== source) continue;
      for (const word of tokenise(line.text, language))
        if (!dull.has(word) && [...word].length > 1 && !/^\d+$/.test(word))
          counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return counts;
  });
  const spread = new Map<string, number>();
  for (const counts of counted) for (const word of counts.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  return chunks.map(({ index, startMs, endMs }, i) => {
    const scored = [...counted[i]!]
      .filter(([, count]) => count > 1)
      .map(([word, count]) => ({ word, score: count * Math.log((1 + chunks.length) / spread.get(word)!) }))
      .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1));
    return { index, startMs, endMs, words: scored.slice(0, most).map(({ word }) => word) };
  });
}
