import { csvLine } from "#lib/formats/index.ts";
import type { Utterance, VideoKey } from "#lib/records/index.ts";
import { inertCell } from "../inertText.ts";
import type { SpeechRange } from "../transcript.ts";
import { pickMinute } from "./pickMinute.ts";

/** The columns of a sheet for people who listen; the last two are theirs. */
export const transcriptSheetColumns = [
  "platform",
  "id",
  "variant",
  "fingerprint",
  "language",
  "start",
  "end",
  "heard",
  "said",
  "checked",
] as const;

/** A transcript to check by ear. */
export interface SheetTranscript {
  video: VideoKey;
  variant: string;
  /** Of the utterances as they are stored. */
  sha256: string;
  language: string;
  utterances: readonly Utterance[];
  /** Where there is speech, by voice activity; null where that is not known. */
  speech: readonly SpeechRange[] | null;
}

/**
 * A sheet on which people correct a random minute of each transcript (CSV, RFC 4180): a row for each utterance that begins
 * in it, with its times, what was heard, and the same again in `said`, to be corrected; `checked` is blank. A minute with
 * speech and no text has one row for all of it. Transcripts without speech have no row.
 *
 * @param seed the same one draws the same minutes
 */
export function transcriptSheet(transcripts: readonly SheetTranscript[], seed: string): string {
  const rows = transcripts.flatMap((transcript) => {
    const { video, variant, sha256, language, utterances } = transcript;
    const minute = pickMinute(video, transcript, seed);
    if (!minute) return [];
    const begun = utterances.filter(({ startMs }) => startMs >= minute.startMs && startMs < minute.endMs);
    const name = [video.platform, inertCell(video.id), variant, sha256.slice(0, 12), language];
    const told = begun.length > 0 ? begun : [{ ...minute, text: "" }];
    return told.map(({ startMs, endMs, text }) => {
      const heard = inertCell(text);
      return [...name, clock(startMs), clock(endMs), heard, heard, ""];
    });
  });
  return [transcriptSheetColumns, ...rows].map(csvLine).join("");
}

/** `1:02:03.4`, as players show it, to the tenth of a second. */
function clock(ms: number): string {
  const tenths = Math.round(ms / 100);
  const pad = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(tenths / 10);
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${tenths % 10}`;
}
