import type { ByteStream, ReadReport } from "./contract.ts";
import { decodeToUtf8 } from "./decodeToUtf8.ts";
import { gunzip, isGzip } from "./gunzip.ts";

/** Enough of a file's start to know its compression and its encoding. */
const headBytes = 4096;
/** A download that was compressed on the way and again on disk has two. */
const mostLayers = 2;

/**
 * The bytes of a file as every reader wants them: decompressed where they are gzip (or gzip in gzip), UTF-8, without
 * byte-order mark and NUL, lines ended by LF or CRLF. What had to be repaired or left out is counted in `report.skipped`: `truncated-gzip`, `invalid-utf8`,
 * `invalid-utf16`, `nul-byte`. Clean UTF-8 passes through as it is.
 *
 * @param raw the bytes as stored, in pieces of any size
 * @throws InputError when the gzip is cut off or corrupt and `options.strict` is set
 */
export async function* openBytes(
  raw: AsyncIterable<Uint8Array>,
  report: ReadReport,
  options: { file: string; strict: boolean },
): ByteStream {
  let pieces = wholeHead(raw, headBytes);
  for (let layers = 0; ; layers++) {
    const first = await pieces.next();
    if (first.done) return;
    pieces = withFirst(first.value, pieces);
    if (layers === mostLayers || !isGzip(first.value)) break;
    pieces = wholeHead(gunzip(pieces, report, options), headBytes);
  }
  yield* decodeToUtf8(pieces, report);
}

/** The same bytes, the first piece at least `least` long where the stream is. */
async function* wholeHead(pieces: AsyncIterable<Uint8Array>, least: number): AsyncGenerator<Uint8Array> {
  const head: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (length >= least) yield piece;
    else {
      head.push(piece);
      length += piece.length;
      if (length >= least) yield Buffer.concat(head);
    }
  }
  if (length > 0 && length < least) yield Buffer.concat(head);
}

async function* withFirst(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
