import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import type { Programs } from "../download/programs.ts";
import { remuxAudio } from "../download/remuxAudio.ts";
import { type AdtsFrame, adtsFrames } from "./adtsFrames.ts";

/** A part of a stream's audio on this machine, and when it began, in milliseconds from the stream's start. */
export interface PlacedPart {
  readonly path: string;
  readonly startMs: number;
}

/** Audio on the stream's clock. */
export interface JoinedAudio {
  readonly durationMs: number;
  /** Where there is silence in the place of what was not heard. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

interface Tools {
  readonly programs: Programs;
  readonly effects: ProgramEffects;
  readonly signal: AbortSignal;
}

/** Frames come 1024 samples at a time; what differs by less than this is the jitter of a network. */
const toleranceMs = 200;
const halfFrameMs = 12;

/**
 * Joins the parts of a stream's audio on the stream's clock, without encoding them anew: each frame goes where its part's start
 * and its own time stamp place it. Where nothing was heard, frames of silence stand, so that what follows keeps its time for
 * every reader; what two parts have both is taken once.
 *
 * @param parts in the order of their starts; all of AAC with one sample rate and number of channels
 * @param to the file that is written, in MP4
 * @throws PermanentError for parts that are no such audio
 */
export async function joinLiveAudio(
  parts: readonly PlacedPart[],
  to: string,
  folder: string,
  tools: Tools,
): Promise<JoinedAudio> {
  const gaps: { fromMs: number; toMs: number }[] = [];
  const path = join(folder, "joined.aac");
  const file = await open(path, "w");
  let form: { rate: number; channels: number; silence: Buffer } | null = null;
  let samples = 0;
  try {
    const out = buffered(file);
    for (const [i, part] of parts.entries()) {
      const frames = join(folder, `frames-${i}.aac`);
      const timesMs = await framesOf(part.path, frames, tools);
      let n = 0;
      let isOverlap = true;
      for await (const frame of adtsFrames(frames)) {
        form ??= { rate: frame.rate, channels: frame.channels, silence: await silenceLike(frame, folder, tools) };
        if (frame.rate !== form.rate || frame.channels !== form.channels)
          throw new PermanentError(
            `Expected audio of ${form.rate} samples a second and ${form.channels} channels, found a part of ${frame.rate} and ${frame.channels}.`,
          );
        const placeMs = part.startMs + (timesMs[n++] ?? timesMs.at(-1) ?? 0);
        const isMs = (samples * 1000) / form.rate;
        // Left out until it fits exactly: what is let pass early would stay early.
        isOverlap = placeMs < isMs - (isOverlap ? halfFrameMs : toleranceMs);
        if (isOverlap) continue;
        if (placeMs > isMs + toleranceMs) {
          const missing = Math.round(((placeMs - isMs) * form.rate) / 1000 / 1024);
          for (let k = 0; k < missing; k++) await out.add(form.silence);
          samples += missing * 1024;
          gaps.push({ fromMs: Math.round(isMs), toMs: Math.round((samples * 1000) / form.rate) });
        }
        await out.add(frame.bytes);
        samples += frame.samples;
      }
    }
    await out.flush();
  } finally {
    await file.close();
  }
  if (!form) throw new PermanentError("Expected audio in the parts of a running stream, found none.");
  await remuxAudio(tools.programs.ffmpeg, path, to, tools.effects, tools.signal);
  return { durationMs: Math.round((samples * 1000) / form.rate), gaps };
}

/** Writes the frames of a part into a file, as they are, and gives the time of each from the part's beginning. */
async function framesOf(part: string, to: string, { programs, effects, signal }: Tools): Promise<number[]> {
  const run = { effects, signal, timeoutMs: 3_600_000 };
  const input = ["-protocol_whitelist", "file", "-i", `file:${part}`];
  const copy = ["-map", "0:a:0", "-c", "copy", "-f", "adts", `file:${to}`];
  const copied = await runProgram(programs.ffmpeg, ["-v", "error", "-nostdin", "-y", ...input, ...copy], run);
  if (copied.code !== 0)
    throw new PermanentError(
      `Expected AAC in the audio of a running stream, found something else: ${copied.stderr.trim().slice(0, 300)}`,
    );
  const timesMs: number[] = [];
  const onLine = (line: string) => {
    const seconds = Number.parseFloat(line);
    if (!Number.isNaN(seconds)) timesMs.push(seconds * 1000);
  };
  const show = ["-select_streams", "a:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0"];
  await runProgram(programs.ffprobe, ["-v", "error", ...input, ...show], { ...run, onLine });
  const first = timesMs[0] ?? 0;
  return timesMs.map((ms) => ms - first);
}

/** A frame of silence for the same decoder. */
async function silenceLike({ rate, channels }: AdtsFrame, folder: string, tools: Tools): Promise<Buffer> {
  const layout = channels === 1 ? "mono" : channels === 2 ? "stereo" : null;
  if (layout === null)
    throw new PermanentError(`Expected audio of one or two channels, found ${channels}: it is kept in its parts.`);
  const path = join(folder, "silence.aac");
  const input = ["-f", "lavfi", "-i", `anullsrc=r=${rate}:cl=${layout}`, "-t", "2"];
  const args = ["-v", "error", "-nostdin", "-y", ...input, "-c:a", "aac", "-fflags", "+bitexact", "-f", "adts", path];
  const { effects, signal } = tools;
  await runProgram(tools.programs.ffmpeg, args, { effects, signal, timeoutMs: 60_000 });
  let n = 0;
  // Past the encoder's beginning, which knows of no frame before.
  for await (const { bytes } of adtsFrames(path)) if (++n === 10) return Buffer.from(bytes);
  throw new PermanentError(`Expected ${tools.programs.ffmpeg} to make silence in AAC, found none.`);
}

/** Writes in large pieces: a stream has some fifty frames a second. */
function buffered(file: FileHandle) {
  let held: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    if (bytes > 0) await file.write(Buffer.concat(held));
    held = [];
    bytes = 0;
  };
  return {
    flush,
    add: async (piece: Buffer) => {
      held.push(piece);
      bytes += piece.length;
      if (bytes > 1024 * 1024) await flush();
    },
  };
}
