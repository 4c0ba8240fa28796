import type { Word } from "#lib/records/index.ts";
import { guessLanguage, locateWords, normalise, segmentWords } from "#lib/text/index.ts";
import type { HeardSegment } from "../speechEngine.ts";

/** How far apart two windows may put one word. */
const driftMs = 1000;

interface Told extends Word {
  /** The word as it is compared; empty for punctuation. */
  bare: string;
  middleMs: number;
  /** Counts up over all words of a window. */
  place: number;
}

/**
 * One list of segments from two that tell a stretch of sound twice. They change over in the middle of the longest run of
 * words that both tell at about the same time; where there is none, in the middle of the stretch. A segment without words
 * counts as if its words were spread evenly over its time.
 *
 * @param before what the earlier window told, on the clock of the stream
 * @param after what the later one told
 * @param fromMs where the later window begins
 * @param toMs where the earlier one ends
 */
export function mergeOverlap(
  before: readonly HeardSegment[],
  after: readonly HeardSegment[],
  fromMs: number,
  toMs: number,
): HeardSegment[] {
  const earlier = tell(before);
  const later = tell(after);
  const shared = longestShared(
    earlier.flat().filter(({ bare, middleMs }) => bare !== "" && middleMs >= fromMs - driftMs),
    later.flat().filter(({ bare, middleMs }) => bare !== "" && middleMs <= toMs + driftMs),
  );
  const middleMs = (fromMs + toMs) / 2;
  const keepEarlier = (word: Told) => (shared ? word.place <= shared.lastOfEarlier : word.middleMs < middleMs);
  const keepLater = (word: Told) => (shared ? word.place > shared.lastLeftOut : word.middleMs >= middleMs);
  return [
    ...before.flatMap((segment, i) => keepWords(segment, earlier[i]!, keepEarlier)),
    ...after.flatMap((segment, i) => keepWords(segment, later[i]!, keepLater)),
  ];
}

/** The words of each segment. */
function tell(segments: readonly HeardSegment[]): Told[][] {
  let place = 0;
  return segments.map((segment) =>
    (segment.words ?? spreadWords(segment)).map((word) => ({
      ...word,
      bare: normalise(word.text).replace(/[^\p{L}\p{N}]/gu, ""),
      middleMs: (word.startMs + word.endMs) / 2,
      place: place++,
    })),
  );
}

function spreadWords({ text, startMs, endMs }: HeardSegment): Word[] {
  const parts = [...segmentWords(text, guessLanguage(text))];
  const words = parts.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  // A text of signs alone is one word.
  if (words.length === 0) words.push(text);
  const eachMs = (endMs - startMs) / words.length;
  return words.map((word, i) => ({ text: word, startMs: startMs + i * eachMs, endMs: startMs + (i + 1) * eachMs }));
}

/** Where the lists change over: in the longest run of words that both tell at about the same time, the earliest of equals. */
function longestShared(earlier: readonly Told[], later: readonly Told[]) {
  let longest = 0;
  let found: { lastOfEarlier: number; lastLeftOut: number } | null = null;
  for (let i = 0; i < earlier.length; i++) {
    for (let j = 0; j < later.length; j++) {
      let length = 0;
      while (isSame(earlier[i + length], later[j + length])) length++;
      if (length <= longest) continue;
      longest = length;
      const half = Math.ceil(length / 2) - 1;
      found = { lastOfEarlier: earlier[i + half]!.place, lastLeftOut: later[j + half]!.place };
    }
  }
  return found;
}

function isSame(a: Told | undefined, b: Told | undefined): boolean {
  return a !== undefined && b !== undefined && a.bare === b.bare && Math.abs(a.middleMs - b.middleMs) <= driftMs;
}

/** What stays of a segment; nothing where no word does. A segment whose text is not made of its words stays or goes whole. */
function keepWords(segment: HeardSegment, words: readonly Told[], keep: (word: Told) => boolean): HeardSegment[] {
  const { text } = segment;
  const kept = words.map(keep);
  const first = kept.indexOf(true);
  const last = kept.lastIndexOf(true);
  if (first < 0) return [];
  if (first === 0 && last === words.length - 1) return [segment];
  const ranges = locateWords(
    text,
    words.map((word) => word.text),
  );
  if (!ranges) return kept[words.length >> 1] ? [segment] : [];
  const textFrom = first === 0 ? 0 : ranges[first]![0];
  const textTo = last === words.length - 1 ? text.length : ranges[last + 1]![0];
  return [
    {
      ...segment,
      startMs: first === 0 ? segment.startMs : Math.round(words[first]!.startMs),
      endMs: last === words.length - 1 ? segment.endMs : Math.round(words[last]!.endMs),
      text: text.slice(textFrom, textTo).trim(),
      ...(segment.words && { words: segment.words.slice(first, last + 1) }),
    },
  ];
}
