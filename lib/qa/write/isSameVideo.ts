import type { ReadChunk } from "./readChunk.ts";

/** Whether two chunks are of one video. */
export function isSameVideo(a: ReadChunk, b: ReadChunk): boolean {
  return a.key.video.id === b.key.video.id && a.key.video.platform === b.key.video.platform;
}
