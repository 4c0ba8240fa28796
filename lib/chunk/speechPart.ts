import type { Utterance } from "#lib/records/index.ts";
import { locateWords } from "#lib/text/index.ts";
import type { Window } from "./window.ts";

/**
 * The part of an utterance that was spoken within a window, or null when there is none. An utterance that runs over a
 * boundary is cut before the first word that starts behind it; without word times, or with words that are not found in
 * the text in order, it belongs whole to the window of its start.
 *
 * @example
 * // a word at 599 s and one at 601 s
 * speechPart(utterance, { index: 2, startMs: 600_000, endMs: 1_200_000 }); // => { atMs: 601000, text: "there" }
 */
export function speechPart(utterance: Utterance, window: Window): { atMs: number; text: string } | null {
  const { text, words } = utterance;
  const startMs = Math.min(utterance.startMs, words?.[0]?.startMs ?? utterance.startMs);
  const inside = (ms: number) => ms >= window.startMs && ms < window.endMs;
  const whole = inside(startMs) ? { atMs: startMs, text } : null;
  const last = words?.[words.length - 1];
  if (!words || !last || (inside(startMs) && last.startMs < window.endMs)) return whole;
  if (last.startMs < window.startMs || startMs >= window.endMs) return null;
  if (words.some((word, i) => i > 0 && word.startMs < words[i - 1]!.startMs)) return whole;
  const places = locateWords(
    text,
    words.map((word) => word.text),
  );
  if (!places) return whole;
  const first = words.findIndex((word) => word.startMs >= window.startMs);
  const after = words.findIndex((word) => word.startMs >= window.endMs);
  if (first < 0 || first === after) return null;
  const from = first === 0 ? 0 : places[first]![0];
  const part = after < 0 ? text.slice(from) : text.slice(from, places[after]![0]);
  return { atMs: words[first]!.startMs, text: part };
}
