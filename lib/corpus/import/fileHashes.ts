import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Clock } from "#lib/effects/index.ts";

/** Gives the SHA-256 of a file's bytes. */
export type FileHash = (path: string) => Promise<string>;

// What is written within one tick of a disk's clock leaves a file's times as they were; the coarsest, FAT's, ticks every 2 s.
const settledMs = 3000;

/**
 * A memory of files' hashes, for who asks for the same files again and again, which may be many gigabytes. A file is read once,
 * and again when its size, its times or its place on the disk are others; one that was changed in the seconds before it was
 * read is always read again.
 */
export function fileHashes(clock: Clock, hash: FileHash = hashFile): FileHash {
  const known = new Map<string, { looks: string; sha256: string }>();
  return async (path) => {
    const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = await stat(path, { bigint: true });
    const looks = [dev, ino, size, mtimeNs, ctimeNs].join(" ");
    const before = known.get(path);
    if (before?.looks === looks) return before.sha256;
    const changedMs = Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
    const isSettled = clock.now().getTime() - changedMs > settledMs;
    const sha256 = await hash(path);
    if (isSettled) known.set(path, { looks, sha256 });
    return sha256;
  };
}

/** The SHA-256 of a file's bytes. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece);
  return hash.digest("hex");
}
