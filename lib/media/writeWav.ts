import { type WriteOptions, writeMedia } from "./writeMedia.ts";

/**
 * Writes the first audio track of a file as a mono WAV file of 16 bits, for programs that read nothing else. Its times are
 * those of decodeSamples.
 *
 * @param sampleRateHz 16000 where nothing is said
 * @throws InputError and TransientError as writeMedia does
 */
export async function writeWav(
  from: string,
  to: string,
  options: WriteOptions & { readonly sampleRateHz?: number } = {},
): Promise<void> {
  const { sampleRateHz = 16_000 } = options;
  const describe: Parameters<typeof writeMedia>[2] = (command) =>
    command
      .outputOptions("-map", "0:a:0", "-map_metadata", "-1", "-fflags", "+bitexact", "-ac", "1")
      .audioFilters(`aresample=${sampleRateHz}:async=1:first_pts=0`)
      .audioCodec("pcm_s16le")
      .format("wav");
  await writeMedia(from, to, describe, options);
}
