import { clockSpeechCsv, pocochaSpeechCsv, srt, vtt, whisperJson, whisperTsv } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { inertCell, inertText, inertWord } from "./inertText.ts";

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
  const plain = form === "tsv" || form === "csv" || form === "pococha-csv" ? inertCell : inertText;
  const written = inTurn(utterances, ({ words, ...utterance }) => ({
    ...utterance,
    text: plain(utterance.text),
    ...(words && { words: words.map((word) => ({ ...word, text: inertWord(word.text) })) }),
  }));
  if (form !== "txt") {
    yield* formats[form].write!(written, about);
    return;
  }
  for (const { text } of written) yield `${text.replace(/\s+/gu, " ")}\n`;
}

function* inTurn<T>(items: Iterable<T>, change: (item: T) => T): Iterable<T> {
  for (const item of items) yield change(item);
}
