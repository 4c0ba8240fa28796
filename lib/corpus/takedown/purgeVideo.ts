import type { Clock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { escapeId } from "../videoPath.ts";
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
  const objects = (await deleteVideo(corpus, video)) + (await deleteTasks(corpus, video));
  return { objects, ...records };
}

/** Deletes the failures and leases of a video's tasks; a worker that has one drops it when it finds its lease gone. */
async function deleteTasks({ store }: Corpus, { platform, id }: VideoKey): Promise<number> {
  // A task's id ends with its video, and an escaped id has no dot.
  const ofVideo = `.${platform}.${escapeId(id)}`;
  const names: string[] = [];
  for (const folder of ["tasks/", "leases/"])
    for await (const name of store.list(folder))
      if (name.replace(/[./][0-9]+(\.json)?$/, "").endsWith(ofVideo)) names.push(name);
  for (const name of names) await store.delete(name);
  return names.length;
}

const isOf = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
