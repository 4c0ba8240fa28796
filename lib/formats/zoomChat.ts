import { type ByteStream, type ChatFormat, count, type RawMessage, type ReadReport } from "./contract.ts";
import { parseClock } from "./parseClock.ts";
import { readLines } from "./readLines.ts";
import { skip } from "./skip.ts";

/** `hh:mm:ss<TAB>name:<TAB>text`, offsets of a cloud recording; a name may hold colons, so it ends at the last before the tab. */
const recorded = /^(\d{1,2}:[0-5]\d:[0-5]\d)\t([^\t]*):\t(.*)$/s;
/** `hh:mm:ss From name to Everyone : text`, the clock of whoever saved the chat; newer programs write the text below. */
const saved = /^(\d{1,2}:[0-5]\d:[0-5]\d)\s+From\s+(.+?)(?:\s+to\s+([^:]+?))?\s*:(?:\s+(.*))?$/is;
const directMessage = /\((direct message|privately)\)/i;

/** A stamp and two names are no longer; only so much of a line is tried, since what it costs grows with the square. */
const longestStart = 1000;

/** One person's text has no end of its own; a file without further stamps is cut here. */
const longestText = 1024 * 1024;

/**
 * The chat of a Zoom call: of a cloud recording, whose stamps are offsets, or as a participant saved it, whose stamps are
 * times of that day. Lines without a stamp belong to the message above them. Of a reply only the reply is kept, of a
 * reaction the emoji (kind `system`), so that no text is there twice or under another's name; direct messages are left
 * out (`direct-message`).
 */
export const zoomChat: ChatFormat = {
  name: "zoom-chat",
  holds: "chat",
  recognise: ({ text }) => {
    const first = text.split("\n", 1)[0]!.replace(/\r$/, "");
    return startOf(first) !== undefined;
  },
  async *read(bytes, report) {
    let index = 0;
    for await (const records of stamped(bytes, report)) {
      const batch: RawMessage[] = [];
      for (const record of records) {
        const message = readRecord(record, index++, report);
        if (message) batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

interface StampedRecord {
  stamp: string;
  name: string;
  to: string;
  text: string;
  isOffset: boolean;
}

/** The lines of the file put together to records. */
async function* stamped(bytes: ByteStream, report: ReadReport): AsyncIterable<StampedRecord[]> {
  let open: StampedRecord | undefined;
  for await (const lines of readLines(bytes)) {
    const whole: StampedRecord[] = [];
    for (const line of lines) {
      const next = startOf(line);
      if (next) {
        if (open) whole.push(open);
        open = next;
      } else if (!open) {
        if (line.trim() !== "") count(report.skipped, "missing-time");
      } else if (open.text.length + line.length > longestText) count(report.skipped, "overlong-text");
      else open.text += `\n${line}`;
    }
    if (whole.length > 0) yield whole;
  }
  if (open) yield [open];
}

function startOf(line: string): StampedRecord | undefined {
  const offset = recorded.exec(line);
  if (offset) return { stamp: offset[1]!, name: offset[2]!, to: "", text: offset[3]!, isOffset: true };
  const clock = saved.exec(line.slice(0, longestStart));
  if (!clock) return undefined;
  const text = (clock[4] ?? "") + line.slice(longestStart);
  return { stamp: clock[1]!, name: clock[2]!, to: clock[3] ?? "", text, isOffset: false };
}

function readRecord(record: StampedRecord, index: number, report: ReadReport): RawMessage | undefined {
  if (directMessage.test(record.to)) return skip(report, "direct-message");
  // Inside a message, clients of different systems break lines by CR, LF or both.
  const said = readText(record.text.replace(/\r\n?/g, "\n").trim());
  const time = record.isOffset ? { atMs: parseClock(record.stamp) ?? 0 } : { sentAt: record.stamp.padStart(8, "0") };
  return { index, ...time, author: { name: record.name.trim() }, roles: [], ...said };
}

function readText(text: string): Pick<RawMessage, "kind" | "text" | "emotes"> {
  const reaction = /^Reacted to (?:".*" with (\S+)|.* with "(\S+)")$/s.exec(text);
  const emoji = reaction?.[1] ?? reaction?.[2];
  if (emoji !== undefined) return { kind: "system", text: `Reacted with ${emoji}`, emotes: [emoji] };
  const removed = /^Removed an? (\S+) reaction from /.exec(text);
  if (removed) return { kind: "system", text: `Removed a ${removed[1]} reaction` };
  return { kind: "text", text: text.replace(/^Replying to ".*?"[ \t]*(?:\n\s*|$)/s, "") };
}
