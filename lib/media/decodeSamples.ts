import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { anySignal, programEnv, spawnTree } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { checkFile } from "./checkFile.ts";
import { ffmpegArguments } from "./ffmpegArguments.ts";
import { mediaError, plainWords } from "./mediaError.ts";
import { type MediaTools, systemTools } from "./mediaTools.ts";

export interface DecodeOptions {
  /** 16000 where nothing is said. */
  readonly sampleRateHz?: number;
  /** Where to begin, from the start of the file. What is before is decoded too and dropped. */
  readonly startMs?: number;
  /** How much to decode; to the end where nothing is said. */
  readonly durationMs?: number;
}

/** What decoding has met so far; whole when the samples have ended. */
export interface DecodeReport {
  samples: number;
  /** Lines in which ffmpeg said that something could not be decoded. */
  errors: number;
  /** The first of them. */
  messages: string[];
}

/** Samples as they are decoded, and what there is to say of them. */
export interface DecodedSamples extends AsyncIterable<Float32Array> {
  readonly report: Readonly<DecodeReport>;
}

const longestMs = 48 * 3_600_000;
const stallMs = 120_000;
const messagesKept = 5;
const sampleBytes = 4;

/**
 * Decodes the first audio track of a file to mono samples from -1 to 1, as they are asked for: a reader that waits makes
 * ffmpeg wait, so that a file of any length needs little memory. Channels are mixed to their mean. The time line is kept:
 * where the file has no sound for more than 0.1 s, by its time stamps, there is silence. A part is the same, to the bit, as
 * that part of the whole. Leaving the loop, or aborting the signal, ends ffmpeg.
 *
 * Sound that cannot be decoded in the middle is left out or replaced as ffmpeg does it, and counted in `report`.
 *
 * @throws InputError for what is no audio, has no sound, or lasts more than two days
 * @throws TransientError when ffmpeg gives nothing for two minutes
 *
 * @example
 * const decoded = decodeSamples("stream.m4a", { sampleRateHz: 16_000 }, signal);
 * for await (const samples of decoded) detector.push(samples);
 * if (decoded.report.errors > 0) console.error(decoded.report.messages[0]);
 */
export function decodeSamples(
  path: string,
  options: DecodeOptions = {},
  signal?: AbortSignal,
  tools: MediaTools = systemTools,
): DecodedSamples {
  const report: DecodeReport = { samples: 0, errors: 0, messages: [] };
  return { report, [Symbol.asyncIterator]: () => decode(path, options, report, tools, signal) };
}

async function* decode(
  path: string,
  options: DecodeOptions,
  report: DecodeReport,
  tools: MediaTools,
  signal: AbortSignal | undefined,
): AsyncGenerator<Float32Array> {
  const { sampleRateHz = 16_000, startMs = 0 } = options;
  await checkFile(path, true);
  const most = (longestMs / 1000) * sampleRateHz;
  const stop = new AbortController();
  const child = spawnTree(tools.ffmpeg, decodeArguments(path, options), {
    signal: signal ? anySignal([signal, stop.signal]) : stop.signal,
    sleep: tools.sleep,
    env: programEnv(tools.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = endOf(child, tools.ffmpeg);
  // Its failure is met below, where it is waited for.
  ended.catch(() => {});
  const told = noteLines(child.stderr!, report);
  const pieces = child.stdout![Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      const piece = await within(stallMs, nextOf(pieces, ended), tools, path);
      if (piece.done) break;
      const { samples, rest } = samplesOf(held, piece.value);
      held = rest;
      report.samples += samples.length;
      if (report.samples > most)
        throw new InputError(
          `Expected at most 48 h of sound in ${JSON.stringify(path)}, found more. Cut it into parts.`,
        );
      if (samples.length > 0) yield samples;
    }
    const [code, said] = await Promise.all([ended, told]);
    signal?.throwIfAborted();
    if (code !== 0) throw mediaError(path, said);
    if (report.samples === 0 && startMs === 0)
      throw new InputError(`Expected sound in ${JSON.stringify(path)}, found an audio track of zero length.`);
  } finally {
    stop.abort();
    child.stdout!.destroy();
    await ended.catch(() => {});
  }
}

function decodeArguments(path: string, { sampleRateHz = 16_000, startMs = 0, durationMs }: DecodeOptions): string[] {
  const at = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
  const filters = [
    // Gaps are filled and the beginning is padded; a mix of channels is kept within -1 and 1.
    `aresample=${sampleRateHz}:async=1:first_pts=0:rematrix_maxval=1`,
    "aformat=sample_fmts=flt:channel_layouts=mono",
  ];
  const end = durationMs === undefined ? "" : `:end_sample=${at(startMs) + at(durationMs)}`;
  if (startMs > 0 || end !== "") filters.push(`atrim=start_sample=${at(startMs)}${end}`);
  return ffmpegArguments(path, "pipe:1", (command) =>
    command.outputOptions("-map", "0:a:0").audioFilters(filters).audioCodec("pcm_f32le").format("f32le"),
  );
}

/** The exit code of a program. */
async function endOf(child: ChildProcess, program: string): Promise<number | null> {
  try {
    const [code] = await once(child, "close");
    return code;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`Expected the program ${program}, found none that can be started (${code}). Install ffmpeg.`, {
      cause: error,
    });
  }
}

/** The next piece; a program that could not be started is said as such, not as a pipe that closed. */
async function nextOf(pieces: AsyncIterator<Buffer>, ended: Promise<unknown>): Promise<IteratorResult<Buffer>> {
  try {
    return await pieces.next();
  } catch {
    await ended;
    return { done: true, value: undefined };
  }
}

async function within<T>(ms: number, wanted: Promise<T>, { sleep }: MediaTools, path: string): Promise<T> {
  const came = new AbortController();
  const late = sleep(ms, came.signal).then(() => {
    if (came.signal.aborted) return wanted;
    throw new TransientError(`ffmpeg gave no sound of ${JSON.stringify(path)} for ${ms / 1000} s.`);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    came.abort();
  }
}

/** The whole samples of what was held back and a piece, and the bytes of the sample that is not whole yet. */
function samplesOf(held: Uint8Array, piece: Buffer): { samples: Float32Array; rest: Uint8Array } {
  const count = Math.floor((held.length + piece.length) / sampleBytes);
  const bytes = new Uint8Array(count * sampleBytes);
  const taken = bytes.length - held.length;
  if (taken < 0) return { samples: new Float32Array(0), rest: Buffer.concat([held, piece]) };
  bytes.set(held);
  bytes.set(piece.subarray(0, taken), held.length);
  return { samples: new Float32Array(bytes.buffer), rest: piece.subarray(taken) };
}

/** Counts the lines of what ffmpeg says, and gives the end of it. */
async function noteLines(stream: Readable, report: DecodeReport): Promise<string> {
  let said = "";
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() === "") continue;
    said = `${said}${line}\n`.slice(-4096);
    report.errors++;
    if (report.messages.length < messagesKept) report.messages.push(plainWords(line).trim().slice(0, 300));
  }
  return said;
}
