import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";

/** The ending of a container that holds a codec of audio as it is. */
export function audioEnding(codec: string | null): ".m4a" | ".mka" {
  return codec === "aac" || codec === "alac" || codec === "mp3" ? ".m4a" : ".mka";
}

/**
 * Writes the audio of a file into a new container, without touching the sound: times begin at nought and the index is
 * made anew. The same input gives the same bytes.
 *
 * @throws PermanentError for a file without audio, InputError where the disk is full
 */
export async function remuxAudio(
  ffmpeg: string,
  from: string,
  to: string,
  effects: ProgramEffects,
  signal: AbortSignal,
): Promise<void> {
  const args = [
    ...["-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-protocol_whitelist", "file", "-i", `file:${from}`],
    ...["-map", "0:a:0", "-map_metadata", "-1", "-c", "copy", "-avoid_negative_ts", "make_zero"],
    ...["-fflags", "+bitexact", "-flags:a", "+bitexact", ...(to.endsWith(".m4a") ? ["-movflags", "+faststart"] : [])],
    `file:${to}`,
  ];
  const { code, stderr } = await runProgram(ffmpeg, args, { effects, signal, timeoutMs: 3_600_000 });
  if (/No space left on device|Disk quota exceeded/i.test(stderr))
    throw new InputError("ffmpeg could not write the audio: the disk is full. Make room, and start again.");
  if (code !== 0)
    throw new PermanentError(`Expected audio that ffmpeg can copy, found none: ${stderr.trim().slice(0, 300)}`);
}
