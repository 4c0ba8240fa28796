import type { Utterance } from "#lib/records/index.ts";
import { count, type ReadReport, type SpeechFormat } from "./contract.ts";
import { countUnknown, countUnknownName } from "./countUnknown.ts";
import { freshLines } from "./freshLines.ts";
import { dig, listOf, numberOf, textOf } from "./jsonValue.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { type Said, speechMaker } from "./speechMaker.ts";
import { wordPieces } from "./wordPieces.ts";

const eventFields = new Set(
  "tStartMs dDurationMs segs id wpWinPosId wsWinStyleId wWinId aAppend wsWinPosId pPenId".split(" "),
);
const fileFields = new Set("wireMagic pens wsWinStyles wpWinPositions".split(" "));

/**
 * YouTube's json3 captions: `events[]` with `segs[]`, whose `tOffsetMs` gives word times. Events without segments lay out
 * windows, and those of line breaks alone scroll them: neither is speech. A recognised line stays on the screen while the
 * next is spoken, so it ends, here, where the next one of its window begins. Lines that scroll up and are shown again are
 * left out (`rolling-duplicate`). `acAsrConf`, 1 to 255 in older files, is the probability of a word.
 */
export const youtubeJson3: SpeechFormat = {
  name: "youtube-json3",
  holds: "speech",
  recognise: ({ text }) =>
    /^\s*\{\s*"wireMagic"\s*:\s*"pb3"/.test(text) || (/^\s*\{/.test(text) && /"tStartMs"\s*:/.test(text)),
  async *read(bytes, report, options) {
    const make = speechMaker(report);
    const onField = (key: string) => {
      if (!fileFields.has(key)) countUnknownName(key, "", report);
    };
    const clip = clipper();
    const say = sayer(report);
    for await (const events of readJsonArray(bytes, { key: "events", onField }, report, options)) {
      const said = events.flatMap((event) => clip.take(say(event)));
      yield said.flatMap(make);
    }
    yield clip.rest().flatMap(make);
  },
  *write(utterances) {
    yield '{"wireMagic":"pb3","events":[';
    let first = true;
    for (const utterance of utterances) {
      yield `${first ? "\n" : ",\n"}${JSON.stringify(eventOf(utterance))}`;
      first = false;
    }
    yield "\n]}\n";
  },
};

interface Caption extends Said {
  /** The window that recognised speech scrolls through; manual captions have none. */
  window?: number;
}

function sayer(report: ReadReport): (event: unknown) => Caption | undefined {
  let shown: readonly string[] = [];
  return (event) => {
    if (typeof event !== "object" || event === null) {
      count(report.skipped, "no-segment");
      return undefined;
    }
    countUnknown(event, eventFields, "events[].", report);
    const segments = listOf(dig(event, "segs"));
    if (segments.length === 0 && dig(event, "tStartMs") === undefined) {
      count(report.skipped, "no-segment");
      return undefined;
    }
    const full = segments.map((segment) => textOf(dig(segment, "utf8")) ?? "").join("");
    if (segments.length === 0 || (full !== "" && full.trim() === "")) return undefined;
    const startMs = numberOf(dig(event, "tStartMs"));
    const durationMs = numberOf(dig(event, "dDurationMs"));
    const endMs = startMs !== undefined && durationMs !== undefined ? startMs + durationMs : undefined;
    const lines = full.split("\n").map((text) => ({ text }));
    const fresh = lines.length > 1 ? freshLines(lines, shown) : lines;
    shown = lines.map((line) => line.text.trim());
    if (fresh.length === 0) {
      count(report.skipped, "rolling-duplicate");
      return undefined;
    }
    const timed = segments.some((segment) => dig(segment, "tOffsetMs") !== undefined);
    const words = segments.flatMap((segment) => {
      const text = textOf(dig(segment, "utf8")) ?? "";
      const confidence = numberOf(dig(segment, "acAsrConf")) ?? 0;
      const wordMs = startMs === undefined ? undefined : startMs + (numberOf(dig(segment, "tOffsetMs")) ?? 0);
      const probability = confidence > 0 ? confidence / 255 : undefined;
      return text.trim() === "" ? [] : [{ text, startMs: wordMs, endMs: undefined, probability }];
    });
    const window = numberOf(dig(event, "wWinId"));
    return {
      startMs,
      endMs,
      text: fresh.map((line) => line.text.trim()).join("\n"),
      ...(timed && fresh.length === lines.length ? { words } : {}),
      ...(window === undefined ? {} : { window }),
    };
  };
}

/** Holds each caption back until the next one of its window is known, and ends it there. */
function clipper(): { take(caption: Caption | undefined): Said[]; rest(): Said[] } {
  let held: Caption | undefined;
  return {
    take: (caption) => {
      if (!caption) return [];
      const before = held;
      held = caption;
      if (!before) return [];
      const { startMs } = caption;
      const scrolls = before.window !== undefined && before.window === caption.window;
      const runsOver = scrolls && startMs !== undefined && before.endMs !== undefined && startMs < before.endMs;
      return [runsOver && startMs >= (before.startMs ?? startMs) ? { ...before, endMs: startMs } : before];
    },
    rest: () => (held ? [held] : []),
  };
}

function eventOf(utterance: Utterance): object {
  const { startMs, endMs } = utterance;
  const segs = wordPieces(utterance).map((word, i) => ({
    utf8: word.text,
    tOffsetMs: i === 0 ? undefined : word.startMs - startMs,
    acAsrConf: word.probability === undefined ? undefined : Math.round(word.probability * 255),
  }));
  return { tStartMs: startMs, dDurationMs: endMs - startMs, segs };
}
