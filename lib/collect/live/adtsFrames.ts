import { createReadStream } from "node:fs";
import { PermanentError } from "#lib/errors.ts";

/** One frame of AAC with its header. */
export interface AdtsFrame {
  readonly bytes: Buffer;
  /** Samples a second. */
  readonly rate: number;
  readonly channels: number;
  readonly samples: number;
}

const rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350];
const headerBytes = 7;

/**
 * The frames of a file of AAC in ADTS (ISO/IEC 13818-7, 6.2), in order; half a frame at the end is left out.
 *
 * @throws PermanentError where no frame begins
 */
export async function* adtsFrames(path: string): AsyncGenerator<AdtsFrame> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let at = 0;
    while (held.length - at >= headerBytes) {
      const rate = rates[(held[at + 2]! >> 2) & 0xf];
      const bytes = ((held[at + 3]! & 3) << 11) | (held[at + 4]! << 3) | (held[at + 5]! >> 5);
      if (held[at] !== 0xff || (held[at + 1]! & 0xf6) !== 0xf0 || rate === undefined || bytes < headerBytes)
        throw new PermanentError("Expected frames of AAC in the audio of a running stream, found something else.");
      if (held.length - at < bytes) break;
      const channels = ((held[at + 2]! & 1) << 2) | (held[at + 3]! >> 6);
      const samples = ((held[at + 6]! & 3) + 1) * 1024;
      yield { bytes: held.subarray(at, at + bytes), rate, channels, samples };
      at += bytes;
    }
    held = held.subarray(at);
  }
}
