import type { SpeechRange } from "../transcript.ts";

/**
 * How much of a stretch is speech, from 0 to 1; of an instant, whether it is.
 *
 * @param speech in order, without overlap
 */
export function speechShare(speech: readonly SpeechRange[], startMs: number, endMs: number): number {
  let low = 0;
  for (let high = speech.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (speech[middle]!.endMs <= startMs) low = middle + 1;
    else high = middle;
  }
  if (endMs <= startMs) return low < speech.length && speech[low]!.startMs <= startMs ? 1 : 0;
  let covered = 0;
  for (let i = low; i < speech.length && speech[i]!.startMs < endMs; i++)
    covered += Math.min(endMs, speech[i]!.endMs) - Math.max(startMs, speech[i]!.startMs);
  return covered / (endMs - startMs);
}
