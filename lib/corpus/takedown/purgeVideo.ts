import type { Clock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { deleteVideo } from "./deleteVideo.ts";
import { purgeSelections } from "./purgeSelections.ts";
import { type PurgedRecords, purgeStudies } from "./purgeStudies.ts";
import { addTakedown, videoTakedown } from "./takedowns.ts";

/**
 * Removes a video for good: its sources, its records, what studies made of it, and what selections say of it. The take-down is entered first, so that a
 * worker that is busy with the video sees it when it publishes, and removes its own work. May be repeated at any time.
 *
 * @returns how many objects, questions and answers went
 */
export async function purgeVideo(
  corpus: Corpus,
  video: VideoKey,
  clock: Clock,
): Promise<PurgedRecords & { objects: number }> {
  await addTakedown(corpus, videoTakedown(video), clock);
  await purgeSelections(corpus, video);
  const records = await purgeStudies(corpus, (chunk) => isOf(chunk.video, video));
  return { objects: await deleteVideo(corpus, video), ...records };
}

const isOf = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
