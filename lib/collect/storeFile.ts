import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Corpus, type Output, outputPath } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

/** Moves a file of this machine into the corpus as an output of a step; it stays invisible until a step record names it. */
export async function storeFile(
  corpus: Corpus,
  video: VideoKey,
  step: string,
  name: string,
  path: string,
): Promise<Output> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece);
  const sha256 = hash.digest("hex");
  const { size } = await stat(path);
  await corpus.store.upload(path, outputPath(video, step, name, sha256), { move: true });
  return { sha256, bytes: size };
}
