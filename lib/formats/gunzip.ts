import { createGunzip } from "node:zlib";
import { InputError } from "#lib/errors.ts";
import { count, type ReadReport } from "./contract.ts";

/** Small portions first, so that a defect in a short file costs little of it; then larger ones, for speed. */
const firstPortions = { bytes: 512, until: 64 * 1024 };
const laterPortion = 16 * 1024;
/** CRC-32 and length: fed alone, so that a wrong checksum does not take the last data with it. */
const trailerBytes = 8;

/** True for the magic bytes of gzip (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Decompresses gzip, all members of it. Cut off or corrupt, it gives what can be read up to there and counts
 * `truncated-gzip`.
 *
 * @throws InputError instead when `options.strict` is set
 */
export async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
  report: ReadReport,
  options: { file: string; strict: boolean },
): AsyncGenerator<Uint8Array> {
  const inflate = createGunzip({ chunkSize: 64 * 1024 });
  let ready: Uint8Array[] = [];
  let failure: Error | undefined;
  let ended = false;
  let wake = () => {};
  const step = (act: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      act(resolve);
    });
  inflate.on("data", (chunk: Uint8Array) => ready.push(chunk));
  inflate.on("end", () => {
    ended = true;
    wake();
  });
  inflate.on("error", (error) => {
    failure = error;
    wake();
  });
  try {
    for await (const portion of portions(pieces)) {
      await step((done) => inflate.write(portion, done));
      const full = ready;
      ready = [];
      for (const chunk of full) yield chunk;
      if (failure || ended) break;
    }
    if (!failure && !ended) await step(() => inflate.end());
    for (const chunk of ready) yield chunk;
  } finally {
    inflate.destroy();
  }
  if (!failure) return;
  if (options.strict)
    throw new InputError(
      `${options.file}: expected a whole gzip file, found one that is cut off or damaged (${failure.message}). ` +
        "Fetch the file again, or leave out --strict to read the part before the damage.",
      { cause: failure },
    );
  count(report.skipped, "truncated-gzip");
}

async function* portions(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  let held: Uint8Array = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = held.length > 0 ? Buffer.concat([held, piece]) : piece;
    const end = bytes.length - trailerBytes;
    let at = 0;
    while (at < end) {
      const size = seen < firstPortions.until ? firstPortions.bytes : laterPortion;
      const portion = bytes.subarray(at, Math.min(at + size, end));
      at += portion.length;
      seen += portion.length;
      yield portion;
    }
    held = bytes.subarray(at);
  }
  if (held.length > 0) yield held;
}
