import {
  findFormat,
  openBytes,
  type RawUtterance,
  type ReadOptions,
  type ReadReport,
  type SpeechFormat,
} from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";

/** All that a speech format makes of a file's content, with what it counted as plain objects. */
export async function readSpeech(
  format: SpeechFormat,
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
  pieceBytes = 61,
) {
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), noted: new Map(), video: {} };
  const told = { file: "speech.test", strict: false, ...options };
  const utterances: RawUtterance[] = [];
  for await (const batch of format.read(openBytes(pieces(content, pieceBytes), report, told), report, told))
    utterances.push(...batch);
  return {
    utterances,
    skipped: Object.fromEntries(report.skipped),
    unknownFields: Object.fromEntries(report.unknownFields),
    noted: Object.fromEntries(report.noted ?? []),
    video: report.video,
  };
}

/** The format that a content is taken for, by name. */
export function formatOf(content: string, whole = true): string {
  return findFormat({ text: content, whole }, "speech.test").name;
}

/** What a format wrote, as one text. */
export function written(format: SpeechFormat, utterances: Iterable<Utterance>, options?: { video?: string }): string {
  return [...(format.write?.(utterances, options) ?? [])].join("");
}

async function* pieces(content: string | Uint8Array, pieceBytes: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
