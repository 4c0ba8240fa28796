import { InputError } from "#lib/errors.ts";
import { type WriteOptions, writeMedia } from "./writeMedia.ts";

/**
 * Writes a part of a media file, encoded anew so that it begins and ends where it is asked to; the ending of `to` says the
 * container. Times of the part count from its beginning.
 *
 * @param part where it begins, and how long it is
 * @throws InputError and TransientError as writeMedia does
 *
 * @example
 * await cutMedia("stream.mp4", "minute.mp4", { startMs: 600_000, durationMs: 60_000 });
 */
export async function cutMedia(
  from: string,
  to: string,
  part: { readonly startMs: number; readonly durationMs: number },
  options?: WriteOptions,
): Promise<void> {
  const { startMs, durationMs } = part;
  if (!(startMs >= 0 && durationMs > 0))
    throw new InputError(
      `Expected a part that begins at 0 ms or later and is longer than 0 ms, found ${startMs} ms and ${durationMs} ms.`,
    );
  const describe: Parameters<typeof writeMedia>[2] = (command) =>
    command
      .seekInput(startMs / 1000)
      .duration(durationMs / 1000)
      .outputOptions("-map", "0:v:0?", "-map", "0:a:0?", "-map_metadata", "-1");
  await writeMedia(from, to, describe, options);
}
