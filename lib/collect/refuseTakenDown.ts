import { type Corpus, isTakenDown } from "#lib/corpus/index.ts";
import { PermanentError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";

/**
 * Ends the work on a video that was taken down.
 *
 * @param drop takes away what the work has kept so far
 * @throws PermanentError
 */
export async function refuseTakenDown(corpus: Corpus, video: VideoKey, drop: () => Promise<void>): Promise<void> {
  if (!(await isTakenDown(corpus, video))) return;
  await drop();
  throw new PermanentError(`The video ${video.platform} ${video.id} was taken down: nothing of it is fetched.`);
}
