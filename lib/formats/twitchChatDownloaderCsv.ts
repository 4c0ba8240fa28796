import { InputError } from "#lib/errors.ts";
import {
  type ByteStream,
  type ChatFormat,
  count,
  type Head,
  type RawMessage,
  type ReadOptions,
  type ReadReport,
} from "./contract.ts";
import { csvHeader, readCsvRows } from "./csvColumns.ts";
import { numberOf } from "./jsonValue.ts";
import { parseClock } from "./parseClock.ts";

const columns = ["time", "user_name", "user_color", "message"];
/** Twitch keeps no longer video. */
const longestMs = 48 * 3_600_000;

/**
 * The CSV of twitchchatdownloader.com and its clones: `time,user_name,user_color,message`. The time is in seconds from the
 * start, or in what `mapping.timeUnit` says. It has no ids.
 *
 * @throws InputError when most times are past the 48 hours of the longest Twitch video, as milliseconds read as seconds are
 */
export const twitchChatDownloaderCsv: ChatFormat = {
  name: "twitchchatdownloader-csv",
  holds: "chat",
  recognise: (head: Head) => columns.every((name, at) => csvHeader(head)[at] === name),
  read,
};

async function* read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawMessage[]> {
  const unitMs = { seconds: 1000, milliseconds: 1, microseconds: 0.001 }[numericUnit(options)];
  let index = 0;
  let tooLate = 0;
  for await (const rows of readCsvRows(bytes, { separator: ",", known: new Set(columns) }, report)) {
    const messages: RawMessage[] = [];
    for (const row of rows) {
      const at = index++;
      const [time, name, text] = [row("time") ?? "", row("user_name") ?? "", row("message")];
      const number = numberOf(time);
      const atMs = number === undefined ? parseClock(time) : Math.round(number * unitMs) + 0;
      if (text === undefined) count(report.skipped, "missing-message");
      else if (atMs === undefined) count(report.skipped, "bad-offset");
      else if (Math.abs(atMs) > longestMs) {
        count(report.skipped, "past-48-hours");
        tooLate++;
      } else messages.push({ index: at, atMs, author: { name }, roles: [], kind: "text", text });
    }
    if (messages.length > 0) yield messages;
  }
  if (tooLate * 2 > index)
    throw new InputError(
      `${options.file}: expected times in seconds of a video of at most 48 hours, found ${tooLate} of ${index} rows past that: ` +
        'they look like milliseconds. Give a --map file with timeUnit "milliseconds".',
    );
}

function numericUnit({ mapping }: ReadOptions): "seconds" | "milliseconds" | "microseconds" {
  const unit = mapping?.timeUnit;
  return unit === "milliseconds" || unit === "microseconds" ? unit : "seconds";
}
