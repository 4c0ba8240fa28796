import { InputError } from "#lib/errors.ts";
import { clockText } from "./clockText.ts";
import type { ByteStream, Head, RawUtterance, ReadOptions, ReadReport, SpeechFormat } from "./contract.ts";
import { csvHeader, readCsvRows } from "./csvColumns.ts";
import { csvLine } from "./csvLine.ts";
import { headLines } from "./headLines.ts";
import { skip } from "./skip.ts";
import { speechMaker } from "./speechMaker.ts";
import { speechTimer } from "./speechTime.ts";
import { splitStart } from "./splitStart.ts";

const names = {
  start: ["timestamp_start", "start", "start_time", "start_seconds"],
  end: ["timestamp_end", "end", "end_time", "end_seconds"],
  text: ["transcription", "transcript", "text", "sentence"],
  speaker: ["speaker", "speaker_label"],
  live: ["live_id"],
};
const known = new Set([...Object.values(names).flat(), "audio_path", "id", "index"]);
const separators = [",", "\t", ";"];

/** The separator and the columns of a speech CSV, undefined when the head is none. */
function speechHeader(head: Head): string[] | undefined {
  const header = csvHeader(head, separatorOf(head.text));
  const has = (columns: readonly string[]) => columns.some((name) => header.includes(name));
  const historical = header.includes("timestamp_start") && header.includes("transcription");
  return historical || (has(names.start) && has(names.end) && has(names.text)) ? header : undefined;
}

function separatorOf(text: string): string {
  const first = text.trimStart().split("\n", 1)[0]!;
  return separators.reduce((best, mark) => (first.split(mark).length > first.split(best).length ? mark : best));
}

/** True when the first row's start is clock text; only the content tells the historical CSVs apart. */
function isClock(head: Head): boolean {
  const separator = separatorOf(head.text);
  const at = csvHeader(head, separator).findIndex((name) => names.start.includes(name));
  return headLines(head, 2)[1]?.split(separator)[at]?.includes(":") ?? false;
}

async function* read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawUtterance[]> {
  const make = speechMaker(report);
  const timeOf = speechTimer(report);
  const lives = new Set<string>();
  let matched = false;
  const { start, all } = await splitStart(bytes);
  for await (const rows of readCsvRows(all, { separator: separatorOf(start), known }, report)) {
    const batch: RawUtterance[] = [];
    for (const row of rows) {
      const live = row(...names.live)?.trim();
      if (live) lives.add(live);
      if (lives.size > 1 && options.video === undefined)
        throw new InputError(
          `${options.file}: expected the speech of one live, found ${[...lives].join(" and ")} in live_id. Say which one with --video.`,
        );
      if (live && options.video !== undefined && live !== options.video) {
        skip(report, "other-video");
        continue;
      }
      matched = true;
      if (live) report.video.id ??= live;
      const times = { startMs: timeOf(row(...names.start)), endMs: timeOf(row(...names.end)) };
      batch.push(...make({ ...times, text: row(...names.text) ?? "", speaker: row(...names.speaker) }));
    }
    if (batch.length > 0) yield batch;
  }
  if (lives.size > 0 && !matched)
    throw new InputError(
      `${options.file}: expected rows with live_id ${options.video}, found only ${[...lives].slice(0, 10).join(", ")}. ` +
        "Correct --video, or import another file.",
    );
}

/**
 * A speech CSV, TSV or one with semicolons by the usual names of columns, e.g. `start,end,text`, times in seconds or as
 * clock text. For other names see `mappedSpeech`.
 */
export const speechCsv: SpeechFormat = {
  name: "speech-csv",
  holds: "speech",
  recognise: (head) => speechHeader(head) !== undefined,
  read,
  *write(utterances) {
    yield csvLine(["start", "end", "speaker", "text"]);
    for (const { startMs, endMs, speaker, text } of utterances)
      yield csvLine([startMs / 1000, endMs / 1000, speaker ?? "", text]);
  },
};

/** The speech CSV of the historical Twitch study: `timestamp_start` as clock text, `transcription`. */
export const clockSpeechCsv: SpeechFormat = {
  name: "speech-csv-clock",
  holds: "speech",
  recognise: (head) => {
    const header = speechHeader(head);
    return header?.includes("timestamp_start") === true && !header.includes("live_id") && isClock(head);
  },
  read,
  *write(utterances) {
    yield csvLine(["timestamp_start", "timestamp_end", "speaker", "transcription"]);
    for (const { startMs, endMs, speaker, text } of utterances)
      yield csvLine([clockText(startMs), clockText(endMs), speaker ?? "", text]);
  },
};

/**
 * The speech CSV of the historical Pococha study: the rows of all lives in one file, times in seconds. Only the rows of
 * `options.video` are read; the others are counted (`other-video`).
 */
export const pocochaSpeechCsv: SpeechFormat = {
  name: "pococha-speech-csv",
  holds: "speech",
  recognise: (head) => speechHeader(head)?.includes("live_id") ?? false,
  read,
  *write(utterances, { video = "" } = {}) {
    yield csvLine(["live_id", "audio_path", "timestamp_start", "timestamp_end", "transcription"]);
    for (const { startMs, endMs, text } of utterances) yield csvLine([video, "", startMs / 1000, endMs / 1000, text]);
  },
};
