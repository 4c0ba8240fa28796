import { LeaseLostError, PermanentError, TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { latestStep } from "./listSteps.ts";
import { type NumberedStep, outputPath, StepRecord, stepName } from "./stepRecord.ts";
import { deleteVideo } from "./takedown/deleteVideo.ts";
import { isTakenDown } from "./takedown/takedowns.ts";

/**
 * Makes a step's outputs visible, all at once, by creating its record; the outputs have to be there already.
 *
 * @param fence the number of the lease under which the work was done; without one, the next free number is taken
 * @throws PermanentError when the video was taken down; then nothing of it stays
 * @throws TransientError when an output is gone again
 * @throws LeaseLostError when a record with the fence's number or a higher one is there
 */
export async function publishStep(
  corpus: Corpus,
  video: VideoKey,
  record: StepRecord,
  fence?: number,
): Promise<NumberedStep> {
  const bytes = Buffer.from(`${JSON.stringify(StepRecord.parse(record), null, 2)}\n`);
  for (;;) {
    const latest = (await latestStep(corpus, video, record.step, record.variant))?.n ?? 0;
    const n = fence ?? latest + 1;
    const name = stepName(video, record.step, record.variant, n);
    if (n > latest && (await corpus.store.create(name, bytes))) {
      // After the record, not before: a purge enters the take-down before it deletes, so one of the two sees the other.
      if (!(await isTakenDown(corpus, video))) {
        await checkOutputs(corpus, video, record, name);
        return { n, record };
      }
      await deleteVideo(corpus, video);
      throw new PermanentError(
        `The video ${video.platform} ${video.id} was taken down from ${corpus.store.location}: its ${record.step} is dropped.`,
      );
    }
    if (fence !== undefined) throw new LeaseLostError(`${name} is not published: a later owner has published already.`);
  }
}

/** A purge removes what no record names, so it may have removed these before they were named. */
async function checkOutputs(
  { store }: Corpus,
  video: VideoKey,
  { step, outputs }: StepRecord,
  name: string,
): Promise<void> {
  for (const [output, { sha256 }] of Object.entries(outputs)) {
    if (await store.stat(outputPath(video, step, output, sha256))) continue;
    await store.delete(name);
    throw new TransientError(
      `${name} is not published: ${output} was removed before, as a purge does to what it cannot place. It has to be made again.`,
    );
  }
}
