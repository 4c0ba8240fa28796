import { z } from "zod";
import { runProgram } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { checkFile } from "./checkFile.ts";
import { mediaError } from "./mediaError.ts";
import { type MediaTools, systemTools } from "./mediaTools.ts";
import { fileAddress, safeInputOptions } from "./safeInput.ts";

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().default("unknown"),
  sample_rate: z.coerce.number().optional(),
  channels: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  avg_frame_rate: z.string().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
});
const Format = z.object({
  format_name: z.string(),
  duration: z.string().optional(),
  start_time: z.string().optional(),
});
const Probe = z.object({ format: Format, streams: z.array(Stream).default([]) });
const Packet = z.object({ pts_time: z.string().optional(), duration_time: z.string().optional() });
const Packets = z.object({ packets: z.array(Packet).default([]) });

/** What a media file holds: its first audio and its first video track; null for what is not there or not known. */
export interface MediaFacts {
  /** ffmpeg's names of the container, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  readonly durationMs: number | null;
  readonly audio: { readonly codec: string; readonly sampleRateHz: number; readonly channels: number } | null;
  readonly video: {
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    readonly framesPerSecond: number | null;
  } | null;
}

export interface ProbeOptions {
  /** A file without an audio track is refused. */
  readonly needsAudio?: boolean;
  /** A file that is cut off is measured instead of refused. */
  readonly partial?: boolean;
  readonly tools?: MediaTools;
}

const timeoutMs = 120_000;
const longestAnswer = 8 * 2 ** 20;
/** How far before its end a file is looked into, to see that the end is there. */
const lookBackMs = 5000;
/** Containers round their length, and their tracks do not end together. */
const toleranceMs = 2000;

/**
 * Measures a media file with ffprobe, which may open that file and no other.
 *
 * @throws InputError for no such file, an empty one, one of no length, one that is cut off, a playlist, no media, and,
 *   where asked for, no audio track
 *
 * @example
 * const { durationMs, audio } = await probeMedia("stream.m4a", signal, { needsAudio: true });
 */
export async function probeMedia(path: string, signal?: AbortSignal, options: ProbeOptions = {}): Promise<MediaFacts> {
  const { needsAudio = false, partial = false, tools = systemTools } = options;
  await checkFile(path, partial);
  const { format, streams } = await ask(
    path,
    ["-show_entries", "format=format_name,duration,start_time:stream"],
    Probe,
    tools,
    signal,
  );
  const expected = `Expected an audio or video file at ${JSON.stringify(path)}`;
  const audio = streams.find(({ codec_type }) => codec_type === "audio");
  // The cover of a song is a video track of one picture.
  const video = streams.find((one) => one.codec_type === "video" && one.disposition?.attached_pic !== 1);
  if (!audio && !video) throw new InputError(`${expected}, found one without any track.`);
  if (needsAudio && !audio)
    throw new InputError(`${expected} with sound, found no audio track in it (${format.format_name}).`);
  const durationMs = milliseconds(format.duration);
  if (durationMs === 0 || (durationMs === null && format.format_name === "wav"))
    throw new InputError(`${expected}, found one of zero length.`);
  if (!partial && durationMs !== null) await checkEnd(path, durationMs, format.start_time, tools, signal);
  return {
    container: format.format_name,
    durationMs,
    audio: audio
      ? { codec: audio.codec_name, sampleRateHz: audio.sample_rate ?? 0, channels: audio.channels ?? 0 }
      : null,
    video: video
      ? {
          codec: video.codec_name,
          width: video.width ?? 0,
          height: video.height ?? 0,
          framesPerSecond: rateOf(video.avg_frame_rate),
        }
      : null,
  };
}

/** An index may promise more than the file still holds: the last packets say where it really ends. */
async function checkEnd(
  path: string,
  durationMs: number,
  startTime: string | undefined,
  tools: MediaTools,
  signal: AbortSignal | undefined,
): Promise<void> {
  const startMs = milliseconds(startTime) ?? 0;
  const from = Math.max(0, startMs + durationMs - lookBackMs) / 1000;
  const entries = ["-read_intervals", `${from}%`, "-show_entries", "packet=pts_time,duration_time"];
  const { packets } = await ask(path, entries, Packets, tools, signal);
  const ends = packets.map((one) => (milliseconds(one.pts_time) ?? 0) + (milliseconds(one.duration_time) ?? 0));
  const endMs = ends.reduce((last, end) => Math.max(last, end), 0) - startMs;
  if (endMs >= durationMs - toleranceMs) return;
  const upTo = endMs > 0 ? `ends after ${(endMs / 1000).toFixed(1)} s` : "lacks its last seconds";
  throw new InputError(
    `Expected ${(durationMs / 1000).toFixed(1)} s of media at ${JSON.stringify(path)}, as the file itself says, found one that ` +
      `${upTo}: it is cut off. Fetch it again.`,
  );
}

async function ask<T>(
  path: string,
  entries: readonly string[],
  answer: z.ZodType<T>,
  tools: MediaTools,
  signal: AbortSignal | undefined,
): Promise<T> {
  const args = ["-v", "error", ...safeInputOptions, ...entries, "-of", "json=c=1", fileAddress(path)];
  const run = { effects: tools, timeoutMs, mostKept: longestAnswer, signal: signal ?? new AbortController().signal };
  const { code, stdout, stderr } = await runProgram(tools.ffprobe, args, run);
  if (code !== 0) throw mediaError(path, stderr);
  return answer.parse(JSON.parse(stdout));
}

/** Of ffprobe's seconds; null for N/A. */
function milliseconds(seconds: string | undefined): number | null {
  const value = Number(seconds ?? Number.NaN);
  return Number.isFinite(value) ? Math.round(value * 1000) : null;
}

/** Of a fraction such as 30000/1001; null for 0/0. */
function rateOf(fraction: string | undefined): number | null {
  const [above = 0, below = 0] = (fraction ?? "").split("/").map(Number);
  return above > 0 && below > 0 ? above / below : null;
}
