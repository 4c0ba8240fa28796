import { mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import type { FfmpegCommand } from "fluent-ffmpeg";
import { runProgram } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { checkFile } from "./checkFile.ts";
import { ffmpegArguments } from "./ffmpegArguments.ts";
import { mediaError } from "./mediaError.ts";
import { type MediaTools, systemTools } from "./mediaTools.ts";
import { fileAddress } from "./safeInput.ts";

/** What a file is written under. */
export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** Told how much of the media is written. */
  readonly onProgress?: (doneMs: number) => void;
  /** The most that may be written; 64 GB where nothing is said. */
  readonly maxBytes?: number;
  readonly tools?: MediaTools;
}

const timeoutMs = 6 * 3_600_000;
const stallMs = 300_000;
const ordinaryMaxBytes = 64e9;

/**
 * Writes a media file with one ffmpeg: whole under its name, or not at all. A file that is there already is replaced.
 *
 * @param describe what to make of `from`; see ffmpegArguments
 * @throws InputError for what cannot be read, and where the result would be larger than allowed
 * @throws TransientError when it takes more than six hours, or says nothing for five minutes
 */
export async function writeMedia(
  from: string,
  to: string,
  describe: (command: FfmpegCommand) => FfmpegCommand,
  options: WriteOptions = {},
): Promise<void> {
  const { signal, onProgress, maxBytes = ordinaryMaxBytes, tools = systemTools } = options;
  await checkFile(from, true);
  const folder = await mkdtemp(join(dirname(to), ".livecorpus-")).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`Expected a folder to write ${JSON.stringify(to)} into, found none (${error.code}).`, {
      cause: error,
    });
  });
  const errors: string[] = [];
  const onLine = (line: string) => {
    const [, name, value] = /^(\w+)=\s*(\S+)$/.exec(line) ?? [];
    if (name === undefined) errors.push(line);
    else if (name === "total_size" && Number(value) > maxBytes)
      throw new InputError(`Expected at most ${maxBytes} bytes of ${JSON.stringify(from)}, found more.`);
    // Microseconds in spite of its name, in all versions.
    else if (name === "out_time_ms" && Number(value) >= 0) onProgress?.(Math.round(Number(value) / 1000));
  };
  try {
    // The file's own name never reaches ffmpeg, only its ending.
    const written = join(folder, `media${extname(to)}`);
    const args = ffmpegArguments(from, fileAddress(written), describe);
    const run = { effects: tools, signal: signal ?? new AbortController().signal, timeoutMs, stallMs, onLine };
    const { code } = await runProgram(tools.ffmpeg, ["-progress", "pipe:1", ...args], run);
    if (code !== 0) throw mediaError(from, errors.slice(-5).join(" "));
    await rename(written, to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
