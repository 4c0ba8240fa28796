import type { SpeechFormat } from "./contract.ts";
import { headLines } from "./headLines.ts";
import { readLines } from "./readLines.ts";
import { skip } from "./skip.ts";
import { speechMaker } from "./speechMaker.ts";

const header = "start\tend\ttext";
const row = /^\s*(-?\d+)\t(-?\d+)(?:\t(.*))?$/s;

/**
 * The TSV that Whisper's own program writes: `start`, `end`, `text`, times in whole milliseconds, nothing quoted. A table of
 * the same columns whose times have a point or a colon is a speech CSV.
 */
export const whisperTsv: SpeechFormat = {
  name: "whisper-tsv",
  holds: "speech",
  recognise: (head) => {
    const [first, ...rows] = headLines(head);
    return first === header && rows.length > 0 && rows.every((line) => row.test(line)) && inMilliseconds(rows);
  },
  async *read(bytes, report) {
    const make = speechMaker(report);
    for await (const lines of readLines(bytes))
      yield lines.flatMap((line) => {
        if (line.trim() === "" || line === header) return [];
        const [, start, end, text = ""] = row.exec(line) ?? [];
        if (start !== undefined) return make({ startMs: Number(start), endMs: Number(end), text });
        skip(report, "no-row");
        return [];
      });
  },
  *write(utterances) {
    yield `${header}\n`;
    for (const { startMs, endMs, text } of utterances) yield `${startMs}\t${endMs}\t${oneLine(text)}\n`;
  },
};

/** Whole seconds are small numbers: a line of speech that lasts less than 100 of a unit has it in seconds. */
function inMilliseconds(rows: readonly string[]): boolean {
  const lengths = rows.map((line) => row.exec(line)!).map(([, start, end]) => Number(end) - Number(start));
  return lengths.some((length) => length >= 100);
}

/** A blank at the start stays: it may keep a spreadsheet from taking the text for a formula. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trimEnd();
}
