import type { ByteStream, Head } from "./contract.ts";

const headBytes = 64 * 1024;

/** The first 64 KiB of a file as text, by which its format is recognised; closes the stream. */
export async function readHead(bytes: ByteStream): Promise<Head> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    length += piece.length;
    if (length > headBytes) break;
  }
  const all = Buffer.concat(pieces);
  // Streaming mode keeps a character that is cut in two out of the text.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(all.subarray(0, headBytes), { stream: true });
  return { text, whole: length <= headBytes };
}
