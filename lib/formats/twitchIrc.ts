import type { ByteStream, ChatFormat, Head, RawMessage, ReadReport } from "./contract.ts";
import { headLines } from "./headLines.ts";
import { parseIrcLine } from "./ircLine.ts";
import { parseStamp } from "./parseStamp.ts";
import { readLines } from "./readLines.ts";
import { skip } from "./skip.ts";
import { twitchIrcMessage } from "./twitchIrcMessage.ts";
import { markGiftNames } from "./twitchNotice.ts";

const ircStart = /^(?:@\S+ +)?:\S+ +(?:[A-Z]+|\d{3})(?: |$)/;
/** What loggers write before a line: a stamp, in brackets or before a dash. */
const stamped = /^(?:\[([^\]]{5,40})\]|(\d{4}-\d\d-\d\d[T_ ]\d\d:\d\d:\d\d\S*)(?: *[—–-])?) +(.*)$/s;
const spoken = /^(?:<([^>]+)> ?(.*)|\*\* (\S+) ?(.*)|([^\s:<]+): ?(.*))$/s;
const dayMark = /^# (?:Start|Stop) logging at (\d{4}-\d\d-\d\d)/;
const halfDayMs = 12 * 3_600_000;

/**
 * Logs of Twitch's IRC: the raw lines with their tags, and what chat programs write of them, `[stamp] <name> text`,
 * `[stamp] ** name does something` and, under a line `# Start logging at`, `[hh:mm:ss] name: text`. Their stamps are
 * wall-clock times without a zone unless they say one.
 */
export const twitchIrc: ChatFormat = { name: "twitch-irc", holds: "chat", recognise, read };

function recognise(head: Head): boolean {
  const lines = headLines(head);
  if (lines.some((line) => dayMark.test(line))) return true;
  const own = lines.filter((line) => {
    const rest = stamped.exec(line)?.[3] ?? line;
    return ircStart.test(rest) || (rest !== line && /^(?:<[^>]+>|\*\* \S)/.test(rest));
  });
  return own.length > 0 && own.length * 2 >= lines.length;
}

async function* read(bytes: ByteStream, report: ReadReport): AsyncIterable<RawMessage[]> {
  const timeOf = stampReader();
  let index = 0;
  for await (const lines of readLines(bytes)) {
    const messages: RawMessage[] = [];
    for (const line of lines) {
      const message = line.trim() === "" ? undefined : messageOf(line, index, timeOf, report);
      index++;
      if (message) messages.push(message);
    }
    if (messages.length > 0) yield messages;
  }
}

function messageOf(
  line: string,
  index: number,
  timeOf: (line: string) => string | undefined,
  report: ReadReport,
): RawMessage | undefined {
  if (line.startsWith("#")) {
    timeOf(line);
    return skip(report, "not-a-message");
  }
  const [, bracketed, plain, logged] = stamped.exec(line) ?? [];
  const rest = logged?.trimStart() ?? line;
  const stamp = bracketed ?? plain;
  const sentAt = stamp === undefined ? undefined : timeOf(stamp);
  if (ircStart.test(rest)) {
    const irc = parseIrcLine(rest);
    return irc ? twitchIrcMessage(irc, index, sentAt, report) : skip(report, "bad-row");
  }
  const [, said, saidText, did, didText, wrote, wroteText] = spoken.exec(rest) ?? [];
  const name = said ?? did ?? wrote;
  if (stamp === undefined) return skip(report, "bad-row");
  if (name === undefined) return skip(report, "not-a-message");
  if (sentAt === undefined) return skip(report, "bad-time");
  const text = saidText ?? didText ?? wroteText ?? "";
  return { index, sentAt, author: { name }, roles: [], kind: "text", text: markGiftNames(text) };
}

/** Reads stamps in the order of the file: a time alone belongs to the day of the last mark, and past midnight to the next. */
function stampReader(): (text: string) => string | undefined {
  let dayMs: number | undefined;
  let lastMs = 0;
  return (text) => {
    const day = dayMark.exec(text)?.[1];
    if (day !== undefined) {
      const markMs = Date.parse(`${day}T00:00:00Z`);
      dayMs = Number.isNaN(markMs) ? undefined : markMs;
      lastMs = 0;
      return undefined;
    }
    const time = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(text);
    if (!time) return parseStamp(text);
    if (dayMs === undefined) return undefined;
    const timeMs = ((Number(time[1]) * 60 + Number(time[2])) * 60 + Number(time[3])) * 1000;
    if (timeMs < lastMs - halfDayMs) dayMs += 2 * halfDayMs;
    lastMs = timeMs;
    return new Date(dayMs + timeMs).toISOString().slice(0, 19);
  };
}
