import { clockText } from "./clockText.ts";
import { type ByteStream, count, type RawUtterance, type ReadReport, type SpeechFormat } from "./contract.ts";
import { cueTime } from "./cueTime.ts";
import { freshLines } from "./freshLines.ts";
import { readLines } from "./readLines.ts";
import { cuesToDecide, namesSpeakers, takeSpeaker } from "./speakerPrefix.ts";
import { type Said, speechMaker } from "./speechMaker.ts";
import { encodeEntities, type TimedLine, vttText } from "./vttText.ts";

/** A cue of more lines has lost the blank line at its end. */
const longestCue = 1000;

interface Block {
  startMs: number | undefined;
  endMs: number | undefined;
  payload: string[];
}

/**
 * WebVTT: identifiers, settings, NOTE, STYLE and REGION blocks are passed over, hours may be missing, entities are put
 * in. Speakers by `<v Name>` (a cue with two voices is two utterances), `[SPEAKER_00]: text`, or `Name: text` when at
 * least half of the first hundred cues have it. In YouTube's rolling captions a line that the cue before showed already is
 * left out, and a cue of such lines alone is counted (`rolling-duplicate`).
 */
export const vtt: SpeechFormat = {
  name: "vtt",
  holds: "speech",
  recognise: ({ text }) => /^WEBVTT(?:[ \t\r\n]|$)/.test(text),
  async *read(bytes, report) {
    const make = speechMaker(report);
    const say = sayer(report);
    let held: Said[] | undefined = [];
    let isNamed = false;
    const emit = (said: readonly Said[]): RawUtterance[] =>
      said.flatMap((each) => make(each.speaker ? each : { ...each, ...takeSpeaker(each.text, isNamed) }));
    for await (const blocks of readBlocks(bytes, report)) {
      const said = blocks.flatMap(say);
      if (!held) {
        yield emit(said);
        continue;
      }
      held.push(...said);
      if (held.length < cuesToDecide) continue;
      isNamed = namesSpeakers(held.map((each) => each.text));
      yield emit(held);
      held = undefined;
    }
    if (!held) return;
    isNamed = namesSpeakers(held.map((each) => each.text));
    yield emit(held);
  },
  *write(utterances) {
    yield "WEBVTT\n";
    let number = 0;
    for (const { startMs, endMs, text, speaker } of utterances) {
      const said = encodeEntities(text.replace(/\s*\n\s*\n\s*/g, "\n"));
      const voice = speaker ? `<v ${encodeEntities(speaker.replace(/\s+/g, " "))}>` : "";
      yield `\n${++number}\n${clockText(startMs)} --> ${clockText(endMs)}\n${voice}${said}\n`;
    }
  },
};

/** Makes the function that turns a block into what was said, remembering what the block before showed. */
function sayer(report: ReadReport): (block: Block) => Said[] {
  let shown: readonly string[] = [];
  let rolling = false;
  return ({ startMs, endMs, payload }) => {
    const spans = vttText(payload, startMs);
    const lines = spans.flatMap((span) => span.lines);
    // Only captions with word times roll; in others a repeated line was said twice.
    rolling ||= lines.some((line) => line.words);
    const fresh = new Set(rolling ? freshLines(lines, shown) : lines);
    shown = lines.map((line) => line.text.trim()).filter((text) => text !== "");
    if (shown.length === 0) return [{ startMs, endMs, text: "" }];
    if (fresh.size === 0) {
      count(report.skipped, "rolling-duplicate");
      return [];
    }
    return spans.flatMap((span): Said[] => {
      const kept = span.lines.filter((line) => fresh.has(line));
      if (kept.length === 0 && span.lines.length > 0) return [];
      return [{ startMs, endMs, text: joined(kept), speaker: span.voice, words: wordsOf(kept, endMs) }];
    });
  };
}

function joined(lines: readonly TimedLine[]): string {
  return lines
    .map((line) => line.text.trim())
    .filter((text) => text !== "")
    .join("\n");
}

function wordsOf(lines: readonly TimedLine[], endMs: number | undefined): NonNullable<Said["words"]> {
  const words = lines.flatMap((line) => line.words ?? []);
  return words.map((word, i) => ({ ...word, endMs: words[i + 1]?.startMs ?? endMs }));
}

async function* readBlocks(bytes: ByteStream, report: ReadReport): AsyncIterable<Block[]> {
  let open: Block | undefined;
  let inHeader: boolean | undefined;
  let inComment = false;
  let identifier = false;
  for await (const lines of readLines(bytes)) {
    const blocks: Block[] = [];
    for (const line of lines) {
      // A file that is named WebVTT and has no such header has none to pass over.
      inHeader ??= line.startsWith("WEBVTT");
      // A line of one blank is no end: YouTube's captions start with one.
      const blank = line === "" || (line.trim() === "" && open?.payload.length !== 0);
      const times = inComment ? undefined : cueTime(line);
      if (blank || times) {
        if (open) blocks.push(open);
        else if (blank && identifier) count(report.skipped, "stray-line");
        open = times ? { ...times, payload: [] } : undefined;
        identifier = inHeader = inComment = false;
      } else if (open && open.payload.length >= longestCue) count(report.skipped, "overlong-text");
      else if (open) open.payload.push(line);
      else if (inHeader) {
        const language = /^Language:\s*([\w-]+)/.exec(line)?.[1];
        if (language) report.video.language = language;
      } else if (/^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(line) && !identifier) inComment = true;
      else if (!inComment) {
        if (identifier) count(report.skipped, "stray-line");
        identifier = true;
      }
    }
    yield blocks;
  }
  if (open) yield [open];
}
