import type { ByteStream } from "./contract.ts";

const startBytes = 64 * 1024;

/** The first 64 KiB of a stream as text, and the whole stream, to be read once. */
export async function splitStart(bytes: ByteStream): Promise<{ start: string; all: ByteStream }> {
  const rest = bytes[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < startBytes) {
    const next = await rest.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  const start = new TextDecoder().decode(Buffer.concat(pieces).subarray(0, startBytes), { stream: true });
  return { start, all: joined(pieces, rest) };
}

async function* joined(pieces: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
