import ffmpeg, { type FfmpegCommand } from "fluent-ffmpeg";
import { fileAddress, safeInputOptions } from "./safeInput.ts";

/**
 * The arguments of one ffmpeg, built with fluent-ffmpeg. Only its builder is used: its own way to run a command asks ffmpeg
 * for a listing of formats first, which newer versions print differently, and cannot end what it has started.
 *
 * @param path the file that is read, and the only one that may be
 * @param target where to write, an address such as `file:a.wav` or `pipe:1`
 * @param describe says the rest: codecs, filters, times
 *
 * @example
 * const args = ffmpegArguments("in.mp4", "pipe:1", (command) => command.noVideo().audioChannels(1).format("f32le"));
 */
export function ffmpegArguments(
  path: string,
  target: string,
  describe: (command: FfmpegCommand) => FfmpegCommand,
): string[] {
  const command = ffmpeg(fileAddress(path)).inputOptions(...safeInputOptions);
  const quiet = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+error"];
  return [...quiet, ...describe(command).output(target)._getArguments()];
}
