import { type ChatFormat, openBytes, type ReadOptions } from "#lib/formats/index.ts";
import { emptyReport, flat, pieces } from "./reading.ts";

/** Pieces of a length that cuts characters and lines anywhere. */
const pieceBytes = 61;

/** All that a format makes of a file's bytes, however they are encoded, with what it counted as plain objects. */
export async function readAll(format: ChatFormat, content: string | Uint8Array, options: Partial<ReadOptions> = {}) {
  const report = { ...emptyReport(), noted: new Map<string, number>() };
  const told = { file: "chat.test", strict: false, ...options };
  const size = content.length < 100_000 ? pieceBytes : undefined;
  const messages = await flat(format.read(openBytes(pieces(content, size), report, told), report, told));
  return {
    messages,
    skipped: Object.fromEntries(report.skipped),
    unknownFields: Object.fromEntries(report.unknownFields),
    noted: Object.fromEntries(report.noted),
    video: report.video,
  };
}
