import type { Word } from "#lib/records/index.ts";
import { locateWords } from "#lib/text/index.ts";
import type { HeardSegment } from "../speechEngine.ts";
import type { SampleRange } from "../voice/speechSegments.ts";

const perMs = 16;
/** Speech on both sides of a silence this long is told as two utterances. */
const apartMs = 1000;

/**
 * What an engine heard in a window, on the clock of the stream. A word stands in the piece of sound that its middle falls
 * into, and never leaves it (as `restore_speech_timestamps` of faster-whisper). Where a segment goes over pieces that are
 * more than a second apart and its words are known, it is told as several.
 *
 * @param pieces of the stream that the window was made of, in samples of 16 kHz
 */
export function placeSegments(segments: readonly HeardSegment[], pieces: readonly SampleRange[]): HeardSegment[] {
  const places: Place[] = [];
  let offset = 0;
  for (const piece of pieces) {
    places.push({ ...piece, offset });
    offset += piece.endSample - piece.startSample;
  }
  return segments.filter(({ text }) => text.trim() !== "").flatMap((segment) => placeSegment(segment, places));
}

interface Place extends SampleRange {
  /** Where in the window the piece begins, in samples. */
  offset: number;
}

function placeSegment(segment: HeardSegment, places: readonly Place[]): HeardSegment[] {
  const { words = [], ...rest } = segment;
  if (words.length === 0) {
    const startMs = onStream(segment.startMs, placeAt(segment.startMs, places));
    const end = placeAt(Math.max(segment.startMs, segment.endMs - 1), places);
    return [{ ...rest, startMs, endMs: Math.max(startMs, onStream(segment.endMs, end)) }];
  }
  const homes = words.map(({ startMs, endMs }) => placeAt((startMs + endMs) / 2, places));
  const placed = words.map((word, i) => placeWord(word, homes[i]!));
  const first = onStream(segment.startMs, homes[0]!);
  const last = onStream(segment.endMs, homes.at(-1)!);
  const ranges = locateWords(
    segment.text,
    words.map(({ text }) => text),
  );
  const starts = [0];
  for (let i = 1; ranges && i < placed.length; i++) {
    const apart = placed[i]!.startMs - placed[i - 1]!.endMs > apartMs;
    if (apart && homes[i] !== homes[i - 1]) starts.push(i);
  }
  return starts.map((from, part) => {
    const to = starts[part + 1] ?? words.length;
    const own = placed.slice(from, to);
    const startMs = part === 0 ? Math.min(first, own[0]!.startMs) : own[0]!.startMs;
    const endMs = to === words.length ? Math.max(last, own.at(-1)!.endMs) : own.at(-1)!.endMs;
    const textFrom = part === 0 ? 0 : ranges![from]![0];
    const textTo = to === words.length ? segment.text.length : ranges![to]![0];
    return { ...rest, startMs, endMs, text: segment.text.slice(textFrom, textTo).trim(), words: own };
  });
}

function placeWord(word: Word, home: Place): Word {
  const startMs = onStream(word.startMs, home);
  return { ...word, startMs, endMs: Math.max(startMs, onStream(word.endMs, home)) };
}

function placeAt(ms: number, places: readonly Place[]): Place {
  const sample = ms * perMs;
  return places.findLast(({ offset }) => offset <= sample) ?? places[0]!;
}

/** A time in the window as one of the stream, within a piece. */
function onStream(ms: number, { offset, startSample, endSample }: Place): number {
  const sample = Math.min(endSample, Math.max(startSample, startSample + ms * perMs - offset));
  return Math.round(sample / perMs);
}
