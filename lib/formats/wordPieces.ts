import type { Utterance, Word } from "#lib/records/index.ts";
import { locateWords } from "#lib/text/index.ts";

/**
 * The words of an utterance with what stands before each in its text, so that the pieces put together are the text again;
 * the words alone where they cannot be found in it; one piece, the whole text, where there are none.
 */
export function wordPieces(utterance: Utterance): Word[] {
  const { text, words, startMs, endMs } = utterance;
  if (!words?.length) return [{ text, startMs, endMs }];
  const places = locateWords(
    text,
    words.map((word) => word.text),
  );
  if (!places) return words;
  return words.map((word, i) => {
    const from = i === 0 ? 0 : places[i - 1]![1];
    const to = i === words.length - 1 ? text.length : places[i]![1];
    return { ...word, text: text.slice(from, to) };
  });
}
