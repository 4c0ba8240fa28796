import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** The checksums of a file in hexadecimal digits; null where there is no such file. */
export async function hashFile(path: string): Promise<{ sha1: string; sha256: string; bytes: number } | null> {
  const [sha1, sha256] = [createHash("sha1"), createHash("sha256")];
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
      sha1.update(piece);
      sha256.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return { sha1: sha1.digest("hex"), sha256: sha256.digest("hex"), bytes };
}
