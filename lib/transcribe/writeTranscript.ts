import { clockSpeechCsv, pocochaSpeechCsv, srt, vtt, whisperJson, whisperTsv } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";

/** The forms that a transcript is written in. */
export const transcriptForms = ["srt", "vtt", "txt", "tsv", "csv", "json", "pococha-csv"] as const;
export type TranscriptForm = (typeof transcriptForms)[number];

const formats = {
  srt,
  vtt,
  tsv: whisperTsv,
  csv: clockSpeechCsv,
  json: whisperJson,
  "pococha-csv": pocochaSpeechCsv,
};
/** Control characters but the line feed, which a terminal or a player may obey, and what turns the direction of writing. */
const commands = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A transcript as a file, in pieces: `srt`, `vtt`, `tsv` and `json` as Whisper's own program writes them, `txt` with a line
 * for each utterance, `csv` and `pococha-csv` with the columns of the historical study. Whatever was said, it stays in its
 * own cue or row: arrows and tags are no markup, line breaks no rows, and a text that a spreadsheet would take for a formula
 * has a blank before it. The importer reads all but `txt` back.
 *
 * @param video the platform's id, for the form that names it
 * @param language as ISO 639-1, for the form that names it
 * @example
 * [...writeTranscript("srt", utterances)].join(""); // => "1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n"
 */
export function* writeTranscript(
  form: TranscriptForm,
  utterances: Iterable<Utterance>,
  about: { video?: string; language?: string } = {},
): Iterable<string> {
  const isTable = form === "tsv" || form === "csv" || form === "pococha-csv";
  const written = inert(utterances, isTable);
  if (form !== "txt") {
    yield* formats[form].write!(written, about);
    return;
  }
  for (const { text } of written) yield `${text.replace(/\s+/gu, " ")}\n`;
}

function* inert(utterances: Iterable<Utterance>, isTable: boolean): Iterable<Utterance> {
  for (const utterance of utterances) {
    const text = utterance.text
      .replace(/\r\n?|[\u2028\u2029\u0085\u000b\u000c]/g, "\n")
      .replaceAll("\t", " ")
      .replace(commands, "\ufffd")
      .trim();
    yield { ...utterance, text: isTable && /^[=+\-@]/.test(text) ? ` ${text}` : text };
  }
}
