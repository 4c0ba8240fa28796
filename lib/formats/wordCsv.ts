import type { ByteStream, Head, RawUtterance, ReadReport, SpeechFormat } from "./contract.ts";
import { csvHeader, readCsvRows } from "./csvColumns.ts";
import { csvLine } from "./csvLine.ts";
import { numberOf } from "./jsonValue.ts";
import { type Said, type SaidWord, speechMaker } from "./speechMaker.ts";
import { speechTimer } from "./speechTime.ts";
import { wordPieces } from "./wordPieces.ts";

const names = {
  utterance: ["utterance", "utterance_id", "segment", "segment_id"],
  start: ["start", "start_time", "timestamp_start", "begin"],
  end: ["end", "end_time", "timestamp_end"],
  word: ["word", "token"],
  probability: ["probability", "score", "confidence"],
  speaker: ["speaker", "speaker_label"],
};
const known = new Set(Object.values(names).flat());

/** A pause, a length and the ends of sentences at which words become another utterance, where no column says so. */
const pauseMs = 1000;
const longestMs = 15_000;
const sentenceEnd = /[.?!。？！…]["'”’」』)]*$/u;

interface Row extends SaidWord {
  utterance: string | undefined;
  speaker: string | undefined;
}

/**
 * One word a row. A column `utterance` says which belong together; without it an utterance ends at a change of speaker, a
 * pause of a second, the end of a sentence, or after 15 s. Words are joined as they stand when they carry their blanks,
 * else with a blank between them except in Chinese and Japanese.
 */
export const wordCsv: SpeechFormat = {
  name: "word-csv",
  holds: "speech",
  recognise: (head: Head) => {
    const header = csvHeader(head);
    const has = (columns: readonly string[]) => columns.some((name) => header.includes(name));
    return has(names.word) && has(names.start);
  },
  async *read(bytes, report) {
    const make = speechMaker(report);
    let open: Row[] = [];
    for await (const rows of readWords(bytes, report)) {
      const batch: RawUtterance[] = [];
      for (const row of rows) {
        if (open.length > 0 && endsBefore(open, row)) {
          batch.push(...make(saidBy(open)));
          open = [];
        }
        open.push(row);
      }
      if (batch.length > 0) yield batch;
    }
    if (open.length > 0) yield make(saidBy(open));
  },
  *write(utterances) {
    yield csvLine(["utterance", "start", "end", "word", "probability", "speaker"]);
    let number = 0;
    for (const utterance of utterances) {
      number++;
      for (const { startMs, endMs, text, probability } of wordPieces(utterance))
        yield csvLine([number, startMs / 1000, endMs / 1000, text, probability ?? "", utterance.speaker ?? ""]);
    }
  },
};

async function* readWords(bytes: ByteStream, report: ReadReport): AsyncIterable<Row[]> {
  const timeOf = speechTimer(report);
  for await (const rows of readCsvRows(bytes, { separator: ",", known }, report))
    yield rows.map((row) => ({
      utterance: row(...names.utterance),
      startMs: timeOf(row(...names.start)),
      endMs: timeOf(row(...names.end)),
      text: row(...names.word) ?? "",
      probability: numberOf(row(...names.probability)),
      speaker: row(...names.speaker),
    }));
}

function endsBefore(open: readonly Row[], next: Row): boolean {
  const first = open[0]!;
  const last = open[open.length - 1]!;
  if (next.utterance !== undefined) return next.utterance !== first.utterance;
  const startMs = next.startMs ?? 0;
  return (
    next.speaker !== first.speaker ||
    startMs - (last.endMs ?? startMs) >= pauseMs ||
    startMs - (first.startMs ?? startMs) >= longestMs ||
    sentenceEnd.test(last.text.trim())
  );
}

function saidBy(rows: readonly Row[]): Said {
  const carryBlanks = rows.some((row) => /^\s/.test(row.text));
  let text = "";
  for (const row of rows) text += text === "" || carryBlanks || joinsOn(text, row.text) ? row.text : ` ${row.text}`;
  const [first] = rows;
  const startMs = rows.find((row) => row.startMs !== undefined)?.startMs;
  const endMs = rows.reduce<number | undefined>((max, row) => Math.max(max ?? 0, row.endMs ?? 0) || max, undefined);
  return { startMs, endMs, text, speaker: first?.speaker, words: rows };
}

/** True between two characters of Chinese or Japanese, their punctuation included, which are written without a blank. */
function joinsOn(before: string, after: string): boolean {
  const script = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー、。？！「」]";
  return new RegExp(`${script}$`, "u").test(before) && new RegExp(`^${script}`, "u").test(after);
}
