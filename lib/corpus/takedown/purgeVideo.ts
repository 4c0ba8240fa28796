import type { Clock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { escapeId } from "../videoPath.ts";
import { deleteVideo } from "./deleteVideo.ts";
import { purgeSelections } from "./purgeSelections.ts";
import { type PurgedRecords, purgeStudies } from "./purgeStudies.ts";
import { addTakedown, videoTakedown } from "./takedowns.ts";

/**
 * Removes a video for good: its sources, its records, what studies made of it, and what selections say of it. The take-down is
 * entered first, so that a worker that is busy with the video sees it when it publishes, and removes its own work. May be
 * repeated at any time.
 *
 * @returns how many objects, questions, answers and model calls went
 */
export async function purgeVideo(
  corpus: Corpus,
  video: VideoKey,
  clock: Clock,
): Promise<PurgedRecords & { objects: number }> {
  await addTakedown(corpus, videoTakedown(video), clock);
  await purgeSelections(corpus, video);
  const records = await purgeStudies(corpus, video, (chunk) => isOf(chunk.video, video));
  const objects = (await deleteVideo(corpus, video)) + (await deleteNamed(corpus, video));
  return { objects, ...records };
}

/**
 * Deletes what lies elsewhere under the video's name: its files in studies, which a worker that was busy may have written again
 * after their questions were gone, and its tasks' failures and leases. A worker that has one drops it when it finds its lease gone.
 */
async function deleteNamed({ store }: Corpus, { platform, id }: VideoKey): Promise<number> {
  // An escaped id has no dot and no slash.
  const file = `/${platform}/${escapeId(id)}.jsonl`;
  const task = `.${platform}.${escapeId(id)}`;
  const isOwn: Record<string, (name: string) => boolean> = {
    "studies/": (name) => name.endsWith(file),
    "tasks/": (name) => name.replace(/\/[^/]*$/, "").endsWith(task),
    "leases/": (name) => name.replace(/\.[0-9]+$/, "").endsWith(task),
  };
  const names: string[] = [];
  for (const [folder, isItsOwn] of Object.entries(isOwn))
    for await (const name of store.list(folder)) if (isItsOwn(name)) names.push(name);
  for (const name of names) await store.delete(name);
  return names.length;
}

const isOf = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
