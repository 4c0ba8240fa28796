import type { HeardSegment } from "../speechEngine.ts";
import type { SampleRange } from "../voice/speechSegments.ts";
import { mergeOverlap } from "./mergeOverlap.ts";
import { placeSegments } from "./placeSegments.ts";

const perMs = 16;

/**
 * What was heard in all windows as one list on the clock of the stream, in order of time; what two windows told twice stands
 * there once.
 *
 * @param windows in order, each with its pieces of the stream in samples of 16 kHz
 */
export function joinWindows(
  windows: readonly { pieces: readonly SampleRange[]; segments: readonly HeardSegment[] }[],
): HeardSegment[] {
  const told: HeardSegment[] = [];
  /** Those of the last window: none before it can be told again. */
  let last: HeardSegment[] = [];
  let lastEnd = 0;
  for (const { pieces, segments } of windows) {
    const placed = placeSegments(segments, pieces);
    const start = pieces[0]!.startSample;
    if (start < lastEnd) last = mergeOverlap(last, placed, start / perMs, lastEnd / perMs);
    else {
      told.push(...last);
      last = placed;
    }
    lastEnd = pieces.at(-1)!.endSample;
  }
  told.push(...last);
  return told.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}
