import { clockText } from "./clockText.ts";
import { type ByteStream, count, type RawUtterance, type ReadReport, type SpeechFormat } from "./contract.ts";
import { cueTime } from "./cueTime.ts";
import { headLines } from "./headLines.ts";
import { readLines } from "./readLines.ts";
import { cuesToDecide, namesSpeakers, takeSpeaker } from "./speakerPrefix.ts";
import { speechMaker } from "./speechMaker.ts";

/** A cue of more lines has lost the times of those after it. */
const longestCue = 1000;

interface Cue {
  startMs: number | undefined;
  endMs: number | undefined;
  text: string;
}

/**
 * SubRip. A cue's text runs to the next line of times, less the number above that, so a blank line within a text cuts
 * nothing off. Line breaks in a text stay; tags and position codes go. Speakers as whisperX (`[SPEAKER_00]: text`) or
 * meeting programs (`Name: text`) write them.
 */
export const srt: SpeechFormat = {
  name: "srt",
  holds: "speech",
  recognise: (head) => {
    const [first = "", second = ""] = headLines(head, 2);
    return cueTime(first) !== undefined || (/^\s*\d+\s*$/.test(first) && cueTime(second) !== undefined);
  },
  async *read(bytes, report) {
    const make = speechMaker(report);
    let held: Cue[] | undefined = [];
    let isNamed = false;
    const emit = (cues: readonly Cue[]): RawUtterance[] =>
      cues.flatMap((cue) => make({ ...cue, ...takeSpeaker(cue.text, isNamed) }));
    for await (const cues of readCues(bytes, report)) {
      if (!held) {
        yield emit(cues);
        continue;
      }
      held.push(...cues);
      if (held.length < cuesToDecide) continue;
      isNamed = namesSpeakers(held.map((cue) => cue.text));
      yield emit(held);
      held = undefined;
    }
    if (!held) return;
    isNamed = namesSpeakers(held.map((cue) => cue.text));
    yield emit(held);
  },
  *write(utterances) {
    let number = 0;
    for (const { startMs, endMs, text, speaker } of utterances) {
      // An arrow in a text would be the times of another cue; Whisper's own writer does the same.
      const said = text.replace(/\s*\n\s*\n\s*/g, "\n").replaceAll("-->", "->");
      yield `${++number}\n${clockText(startMs, ",")} --> ${clockText(endMs, ",")}\n${speaker ? `[${speaker}]: ` : ""}${said}\n\n`;
    }
  },
};

async function* readCues(bytes: ByteStream, report: ReadReport): AsyncIterable<Cue[]> {
  let open: { startMs: number | undefined; endMs: number | undefined; lines: string[] } | undefined;
  let numbered = false;
  /** The line above the first line of times, which is its number or nothing of a cue. */
  let above = "";
  const close = (isLast: boolean): Cue[] => {
    if (!open) return [];
    const { lines, ...times } = open;
    while (lines.length > 0 && lines[lines.length - 1]!.trim() === "") lines.pop();
    if (numbered && !isLast && /^\s*\d+\s*$/.test(lines[lines.length - 1] ?? "")) lines.pop();
    const said = lines.map(plainText).filter((line) => line !== "");
    return [{ ...times, text: said.join("\n") }];
  };
  for await (const lines of readLines(bytes)) {
    const cues: Cue[] = [];
    for (const line of lines) {
      const times = cueTime(line);
      if (times) {
        if (open) cues.push(...close(false));
        else {
          numbered = /^\s*\d+\s*$/.test(above);
          if (!numbered && above !== "") count(report.skipped, "stray-line");
        }
        open = { ...times, lines: [] };
      } else if (open && open.lines.length >= longestCue) count(report.skipped, "overlong-text");
      else if (open) open.lines.push(line);
      else if (line.trim() !== "") {
        if (above !== "") count(report.skipped, "stray-line");
        above = line;
      }
    }
    yield cues;
  }
  yield close(true);
  if (!open && above !== "") count(report.skipped, "stray-line");
}

function plainText(line: string): string {
  return line
    .replace(/<\/?(?:i|b|u|s|font|c|v)(?:[ .][^<>]*)?>/gi, "")
    .replace(/\{\\[^{}]*\}/g, "")
    .trim();
}
