import type { Confidence, Word } from "#lib/records/index.ts";
import { count, type RawUtterance, type ReadReport } from "./contract.ts";
import { longestStreamMs } from "./longestStream.ts";

/** A stretch of speech as a format found it; any part of it may be missing. */
export interface Said {
  startMs: number | undefined;
  endMs: number | undefined;
  text: string;
  speaker?: string | undefined;
  words?: readonly SaidWord[];
  confidence?: Confidence | undefined;
}

export interface SaidWord {
  text: string;
  startMs: number | undefined;
  endMs: number | undefined;
  probability?: number | undefined;
}

/**
 * Makes the function that decides, for every speech format alike, what of a file becomes an utterance: one or none.
 *
 * Left out and counted: no start that is a time of a stream (`no-time`), no text (`no-text`). Kept and noted: no end, which becomes
 * the start (`no-end`); an end before the start, likewise (`end-before-start`); a start before the stream's
 * (`before-start`); a start before the one above it (`out-of-order`; file order stays); the text `nan`, which pandas makes
 * of a missing one (`text-nan`). Two people may speak at once, so stretches that overlap are nothing odd. Words without a
 * time, which aligners leave at numbers, get the gap between their neighbours.
 */
export function speechMaker(report: ReadReport): (said: Said) => RawUtterance[] {
  const note = (what: string) => report.noted && count(report.noted, what);
  let index = -1;
  let beforeMs = Number.NEGATIVE_INFINITY;
  return ({ text, speaker, words, confidence, ...said }) => {
    index++;
    const startMs = wholeMs(said.startMs);
    const endMs = wholeMs(said.endMs);
    const trimmed = text.trim();
    if (startMs === undefined || trimmed === "") {
      count(report.skipped, startMs === undefined ? "no-time" : "no-text");
      return [];
    }
    if (endMs === undefined) note("no-end");
    else if (endMs < startMs) note("end-before-start");
    if (startMs < 0) note("before-start");
    if (startMs < beforeMs) note("out-of-order");
    if (trimmed === "nan") note("text-nan");
    beforeMs = startMs;
    const lastMs = Math.max(startMs, endMs ?? startMs);
    const timed = words ? timeWords(words, startMs, lastMs) : [];
    const utterance: RawUtterance = { index, startMs, endMs: lastMs, text: trimmed };
    if (speaker?.trim()) utterance.speaker = speaker.trim();
    if (timed.length > 0) utterance.words = timed;
    if (confidence && Object.keys(confidence).length > 0) utterance.confidence = confidence;
    return [utterance];
  };
}

/** A time in whole milliseconds; undefined where there is none, or none that a stream can have. */
function wholeMs(ms: number | undefined): number | undefined {
  return ms !== undefined && Math.abs(ms) < longestStreamMs ? Math.round(ms) + 0 : undefined;
}

function timeWords(words: readonly SaidWord[], startMs: number, endMs: number): Word[] {
  const starts = words.map((word) => wholeMs(word.startMs));
  const nextStarts: (number | undefined)[] = [];
  for (let i = words.length - 1; i > 0; i--) nextStarts[i - 1] = starts[i] ?? nextStarts[i];
  const timed: Word[] = [];
  let beforeMs = startMs;
  for (const [i, word] of words.entries()) {
    const text = word.text.trim();
    if (text === "") continue;
    const start = starts[i] ?? beforeMs;
    const end = Math.max(start, wholeMs(word.endMs) ?? nextStarts[i] ?? endMs);
    const { probability } = word;
    const known = probability !== undefined && probability >= 0 && probability <= 1;
    timed.push({ text, startMs: start, endMs: end, ...(known ? { probability } : {}) });
    beforeMs = end;
  }
  return timed;
}
