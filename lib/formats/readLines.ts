import type { ByteStream } from "./contract.ts";

/** A line of more bytes keeps only so many: no chat or transcript has one, and a text has a largest length. */
const longestLine = 64 * 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a text in batches, without LF or CRLF; empty lines are there too, so that the n-th line of all batches is
 * line n of the file. A last line without newline counts, a last newline starts none. Each line is a text of its own: to
 * keep one in memory keeps no other.
 */
export async function* readLines(bytes: ByteStream): AsyncIterable<string[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const piece of bytes) {
    const lastBreak = piece.lastIndexOf(newline);
    if (lastBreak === -1) {
      if (heldBytes < longestLine) held.push(piece);
      heldBytes += piece.length;
      continue;
    }
    const text = Buffer.concat([...held, piece.subarray(0, lastBreak + 1)]);
    const lines: string[] = [];
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf(newline, start);
      lines.push(lineOf(text, start, end));
      start = end + 1;
    }
    held = [piece.subarray(lastBreak + 1)];
    heldBytes = piece.length - lastBreak - 1;
    yield lines;
  }
  if (heldBytes === 0) return;
  const text = Buffer.concat(held);
  yield [lineOf(text, 0, text.length)];
}

function lineOf(text: Buffer, start: number, end: number): string {
  const stop = end > start && text[end - 1] === carriageReturn ? end - 1 : end;
  return text.toString("utf8", start, Math.min(stop, start + longestLine));
}
