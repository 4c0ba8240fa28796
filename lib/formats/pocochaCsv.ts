import type { ChatFormat, RawMessage, ReadOptions, ReadReport } from "./contract.ts";
import { type CsvRow, csvHeader, readCsvRows } from "./csvColumns.ts";
import { isoTimeOf } from "./isoTime.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { parseStamp } from "./parseStamp.ts";
import { skip } from "./skip.ts";

const columns = ["live_id", "user_id", "text", "comment_time", "live_started_time", "elapsed_seconds"];

/**
 * The comments of one Pococha live, `comment_{live id}.csv`. `elapsed_seconds` is the offset; comments that say NA or null
 * are such comments, a missing one is left out (`missing-message`). Rows of another live than the one that is read are
 * left out (`other-video`).
 */
export const pocochaCsv: ChatFormat = {
  name: "pococha-csv",
  holds: "chat",
  recognise: (head) => {
    const header = csvHeader(head);
    return columns.every((column) => header.includes(column));
  },
  async *read(bytes, report, options) {
    let index = 0;
    for await (const rows of readCsvRows(bytes, { separator: ",", known: new Set(columns) }, report)) {
      const batch: RawMessage[] = [];
      for (const row of rows) {
        const message = messageOf(row, index++, report, options);
        if (message) batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function messageOf(row: CsvRow, index: number, report: ReadReport, options: ReadOptions): RawMessage | undefined {
  const live = row("live_id")?.trim();
  if (options.video !== undefined && live !== options.video) return skip(report, "other-video");
  const text = row("text") ?? "";
  if (text.trim() === "") return skip(report, "missing-message");
  const atMs = offsetOfSeconds(row("elapsed_seconds"));
  if (atMs === undefined) return skip(report, "bad-offset");
  if (live) report.video.id ??= live;
  // A local time does not say when the live began before its zone is known.
  const startedAt = isoTimeOf(parseStamp(row("live_started_time") ?? ""));
  if (startedAt !== undefined) report.video.startedAt ??= startedAt;
  const user = row("user_id")?.trim() ?? "";
  return { index, atMs, author: { name: user, ...(user ? { id: user } : {}) }, roles: [], kind: "text", text };
}
