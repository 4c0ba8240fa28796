import type { Confidence, Word } from "#lib/records/index.ts";
import { count, type RawUtterance, type ReadReport } from "./contract.ts";

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
 * Left out and counted: no start that is a number (`no-time`), no text (`no-text`). Kept and noted: no end, which becomes
 * the start (`no-end`); an end before the start, likewise (`end-before-start`); a start before the stream's
 * (`before-start`); a start before the one above it (`out-of-order`; file order stays); the text `nan`, which pandas makes
 * of a missing one (`text-nan`). Two people may speak at once, so stretches that overlap are nothing odd. Words without a
 * time, which aligners leave at numbers, get the gap between their neighbours.
 */
export function speechMaker(report: ReadReport): (said: Said) => RawUtterance[] {
  const note = (what: string) => report.noted && count(report.noted, what);
  let index = -1;
  let beforeMs = Number.NEGATIVE_INFINITY;
  return ({ startMs, endMs, text, speaker, words, confidence }) => {
    index++;
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

function timeWords(words: readonly SaidWord[], startMs: number, endMs: number): Word[] {
  const timed: Word[] = [];
  let beforeMs = startMs;
  for (const [i, word] of words.entries()) {
    const text = word.text.trim();
    if (text === "") continue;
    const next = words.slice(i + 1).find((each) => each.startMs !== undefined);
    const start = word.startMs ?? beforeMs;
    const end = Math.max(start, word.endMs ?? next?.startMs ?? endMs);
    const { probability } = word;
    const known = probability !== undefined && probability >= 0 && probability <= 1;
    timed.push({ text, startMs: start, endMs: end, ...(known ? { probability } : {}) });
    beforeMs = end;
  }
  return timed;
}
