import type { Corpus } from "#lib/corpus/index.ts";
import type { Frame } from "#lib/records/index.ts";
import { parseFrame } from "./frameFile.ts";
import { framePath } from "./paths.ts";

/**
 * The frame of a study in a corpus, `studies/<name>/frame.json`; null where the study is not locked.
 *
 * @throws InputError when it is damaged or was edited
 */
export async function readFrame(corpus: Corpus, study: string): Promise<Frame | null> {
  const path = framePath(study);
  const bytes = await corpus.store.get(path);
  return bytes && parseFrame(Buffer.from(bytes).toString("utf8"), `${path} in ${corpus.store.location}`);
}
