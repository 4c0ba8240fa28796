import { isTicker, readChatDownloaderRow } from "./chatDownloaderRow.ts";
import { type ChatFormat, count, type Head, type RawMessage, type ReadReport } from "./contract.ts";
import { dig, numberOf, textOf } from "./jsonValue.ts";
import { messageTimer, type SaidTime } from "./messageTimer.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";

/** The JSON array that chat-downloader writes, in its early form (2019 to 2020) and its late one. */
export const chatDownloaderJson: ChatFormat = {
  name: "chat-downloader-json",
  holds: "chat",
  recognise: (head) => /^\s*\[\s*\{/.test(head.text) && hasRows(head),
  read: (bytes, report, options) => messages(readJsonArray(bytes, {}, report, options), report),
};

/** The same rows, one a line. */
export const chatDownloaderJsonl: ChatFormat = {
  name: "chat-downloader-jsonl",
  holds: "chat",
  recognise: (head) => /^\s*\{/.test(head.text) && hasRows(head),
  read: (bytes, report, options) => messages(readJsonDocuments(bytes, report, options), report),
};

function hasRows({ text }: Head): boolean {
  return /"(time_in_seconds|message_type)"\s*:/.test(text) && /"author"\s*:/.test(text);
}

async function* messages(rows: AsyncIterable<unknown[]>, report: ReadReport): AsyncIterable<RawMessage[]> {
  const timeOf = messageTimer(report);
  let index = 0;
  /** Kept back by one row, since the ticker that follows tells a new member's row of the early form from a text. */
  let last: { message: RawMessage; row: unknown } | undefined;
  for await (const batch of rows) {
    const out: RawMessage[] = [];
    for (const row of batch) {
      const place = index++;
      if (isTicker(row)) {
        count(report.skipped, "ticker-duplicate");
        if (last?.message.kind === "text" && isTwin(last.row, row)) last.message.kind = "membership";
        continue;
      }
      const message = readChatDownloaderRow(row, report);
      const time = message && timeOf(saidTime(row));
      if (!time) continue;
      if (last) out.push(last.message);
      last = { message: { index: place, ...time, ...message }, row };
    }
    if (out.length > 0) yield out;
  }
  if (last) yield [last.message];
}

function isTwin(row: unknown, ticker: unknown): boolean {
  return ["author", "timestamp", "message"].every((key) => dig(row, key) === dig(ticker, key));
}

function saidTime(row: unknown): SaidTime {
  const seconds = numberOf(dig(row, "time_in_seconds"));
  const sentUsec = numberOf(dig(row, "timestamp"));
  return {
    offsetMs: numberOf(dig(row, "video_offset_time_msec")) ?? (seconds === undefined ? undefined : seconds * 1000),
    shown: textOf(dig(row, "time_text")),
    sentMs: sentUsec === undefined ? undefined : sentUsec / 1000,
  };
}
