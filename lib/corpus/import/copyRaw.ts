import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, writeSync } from "node:fs";

const pieceBytes = 512 * 1024;

/** A file that is read, hashed and copied in one pass. */
export interface RawCopy {
  /** The file's bytes, for a reader that may stop before the end. */
  bytes: AsyncIterable<Uint8Array>;
  /** Copies what is left and says what the whole was. */
  finish(): { sha256: string; bytes: number };
  close(): void;
}

/**
 * Copies a file while it is read.
 *
 * @param onBytes told how many bytes were read since it was last told
 */
export function copyRaw(from: string, to: string, onBytes: (count: number) => void): RawCopy {
  const hash = createHash("sha256");
  const source = openSync(from, "r");
  const copy = openSync(to, "wx");
  let total = 0;
  let done = false;
  const next = (): Uint8Array | null => {
    if (done) return null;
    const piece = Buffer.allocUnsafeSlow(pieceBytes);
    const length = readSync(source, piece, 0, pieceBytes, null);
    if (length === 0) {
      done = true;
      return null;
    }
    const bytes = piece.subarray(0, length);
    hash.update(bytes);
    for (let at = 0; at < length; ) at += writeSync(copy, bytes, at);
    total += length;
    onBytes(length);
    return bytes;
  };
  return {
    bytes: (async function* () {
      for (let piece = next(); piece; piece = next()) yield piece;
    })(),
    finish: () => {
      while (next());
      return { sha256: hash.digest("hex"), bytes: total };
    },
    close: () => {
      closeSync(source);
      closeSync(copy);
    },
  };
}
