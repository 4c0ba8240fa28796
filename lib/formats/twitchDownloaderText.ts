import { type ByteStream, type ChatFormat, count, type Head, type RawMessage, type ReadReport } from "./contract.ts";
import { headLines } from "./headLines.ts";
import { longestStreamMs } from "./longestStream.ts";
import { parseClock } from "./parseClock.ts";
import { parseStamp } from "./parseStamp.ts";
import { readLines } from "./readLines.ts";
import { markGiftNames } from "./twitchNotice.ts";

const row = /^\[(-?\d[^\]]{3,32})\] ([^:<]{1,80}): ?(.*)$/s;

/** TwitchDownloader's text form: `[h:mm:ss] name: text` from the start of the video, or `[2024-05-01 10:00:00 UTC] name: text`. */
export const twitchDownloaderText: ChatFormat = { name: "twitchdownloader-text", holds: "chat", recognise, read };

function recognise(head: Head): boolean {
  const lines = headLines(head);
  const own = lines.filter((line) => timeOf(row.exec(line)?.[1] ?? "") !== undefined);
  return own.length > 0 && own.length * 2 >= lines.length;
}

async function* read(bytes: ByteStream, report: ReadReport): AsyncIterable<RawMessage[]> {
  let index = -1;
  for await (const lines of readLines(bytes)) {
    const messages: RawMessage[] = [];
    for (const line of lines) {
      index++;
      if (line.trim() === "") continue;
      const [, stamp, name, text] = row.exec(line) ?? [];
      const time = timeOf(stamp ?? "");
      if (stamp === undefined || name === undefined || text === undefined) count(report.skipped, "bad-row");
      else if (time === undefined) count(report.skipped, "bad-time");
      else messages.push({ index, ...time, author: { name }, roles: [], kind: "text", text: markGiftNames(text) });
    }
    if (messages.length > 0) yield messages;
  }
}

function timeOf(stamp: string): { atMs: number } | { sentAt: string } | undefined {
  const atMs = parseClock(stamp);
  if (atMs !== undefined) return Math.abs(atMs) < longestStreamMs ? { atMs } : undefined;
  const sentAt = parseStamp(stamp);
  return sentAt === undefined ? undefined : { sentAt };
}
