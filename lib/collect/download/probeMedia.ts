import { z } from "zod";
import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";

const Probe = z.object({
  format: z.object({ duration: z.string().optional() }).optional(),
  streams: z.array(z.object({ codec_type: z.string().optional(), codec_name: z.string().optional() })).default([]),
});

/** What ffprobe says of a file: how long it is, and the codec of its audio; null for what it does not know. */
export interface MediaFacts {
  readonly durationMs: number | null;
  readonly audioCodec: string | null;
}

/**
 * Measures a media file with ffprobe, which may open that file and no other, whatever the file says.
 *
 * @throws PermanentError for a file that is no media
 */
export async function probeMedia(
  ffprobe: string,
  path: string,
  effects: ProgramEffects,
  signal: AbortSignal,
): Promise<MediaFacts> {
  const entries = ["-show_entries", "format=duration:stream=codec_type,codec_name"];
  const args = ["-v", "error", "-protocol_whitelist", "file", ...entries, "-of", "json", `file:${path}`];
  const { code, stdout, stderr } = await runProgram(ffprobe, args, { effects, signal, timeoutMs: 120_000 });
  if (code !== 0)
    throw new PermanentError(
      `Expected audio that ffprobe can read, found another file: ${stderr.trim().slice(0, 300)}`,
    );
  const { format, streams } = Probe.parse(JSON.parse(stdout));
  const seconds = Number(format?.duration ?? Number.NaN);
  return {
    durationMs: Number.isFinite(seconds) ? Math.round(seconds * 1000) : null,
    audioCodec: streams.find((stream) => stream.codec_type === "audio")?.codec_name ?? null,
  };
}
