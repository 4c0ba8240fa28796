import { type WriteOptions, writeMedia } from "./writeMedia.ts";

/** The ending of a container that holds a codec of audio as it is. */
export function audioEnding(codec: string | null): ".m4a" | ".mka" {
  return codec === "aac" || codec === "alac" || codec === "mp3" ? ".m4a" : ".mka";
}

/**
 * Writes the first audio track of a file into a new container, without touching the sound: times begin at nought and the
 * index is made anew. The same input gives the same bytes. The ending of `to` says the container; see audioEnding.
 *
 * @throws InputError and TransientError as writeMedia does
 */
export async function remuxMedia(from: string, to: string, options?: WriteOptions): Promise<void> {
  const exact = [
    "-map_metadata",
    "-1",
    "-avoid_negative_ts",
    "make_zero",
    "-fflags",
    "+bitexact",
    "-flags:a",
    "+bitexact",
  ];
  const index = to.endsWith(".m4a") ? ["-movflags", "+faststart"] : [];
  const describe: Parameters<typeof writeMedia>[2] = (command) =>
    command.audioCodec("copy").outputOptions("-map", "0:a:0", ...exact, ...index);
  await writeMedia(from, to, describe, options);
}
