import { parseClock } from "./parseClock.ts";

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: "\u00a0",
  lrm: "\u200e",
  rlm: "\u200f",
  quot: '"',
  apos: "'",
};

/** A piece of a cue's payload: the voice that speaks it, if any, and its text between two word times. */
export interface VoiceSpan {
  voice?: string;
  lines: TimedLine[];
}

/** One line of a cue; `words` when it has word times, as YouTube writes them. */
export interface TimedLine {
  text: string;
  words?: { text: string; startMs: number | undefined }[];
}

/**
 * A WebVTT payload as plain text: voices (`<v Name>`) apart, other tags taken out, entities put in, and the word times of
 * `<00:00:01.000>` kept. `startMs` is the time of the first word.
 */
export function vttText(payload: readonly string[], startMs: number | undefined): VoiceSpan[] {
  const spans: VoiceSpan[] = [];
  let voice: string | undefined;
  // A voice lasts until the next one or its end tag, over line breaks too.
  for (const line of payload)
    for (const part of line.split(/(?=<v[ .])/)) {
      const match = /^<v(?:\.[^\s>]*)?\s([^>]*)>/.exec(part);
      if (match) voice = decodeEntities(match[1]!).trim();
      const timed = timedLine(match ? part.slice(match[0].length) : part, startMs);
      const open = spans[spans.length - 1];
      if (open && open.voice === voice) open.lines.push(timed);
      else spans.push({ ...(voice === undefined ? {} : { voice }), lines: [timed] });
      if (part.includes("</v>")) voice = undefined;
    }
  return spans;
}

function timedLine(line: string, startMs: number | undefined): TimedLine {
  const pieces = line.split(/<(\d[\d:.]*)>/);
  const plain = (text: string) => decodeEntities(text.replace(/<[^<>]*>/g, ""));
  const text = pieces.map((piece, i) => (i % 2 === 0 ? plain(piece) : "")).join("");
  if (pieces.length === 1) return { text };
  const words = [{ text: plain(pieces[0]!), startMs }];
  for (let i = 1; i < pieces.length; i += 2)
    words.push({ text: plain(pieces[i + 1]!), startMs: parseClock(pieces[i]!) });
  return { text, words: words.filter((word) => word.text.trim() !== "") };
}

/** Puts in the characters that entities stand for; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (entity, decimal, hex, name: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    return Object.hasOwn(named, name) ? named[name]! : entity;
  });
}

/** Text as a WebVTT payload: what would be read as a tag, an entity or the end of the cue is written as an entity. */
export function encodeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
