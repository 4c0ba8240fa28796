import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { videoPath } from "../videoPath.ts";

/** Deletes every object of a video and every query cache, and says how many objects of the video there were. */
export async function deleteVideo(corpus: Corpus, video: VideoKey): Promise<number> {
  await deleteBelow(corpus, "cache/");
  return deleteBelow(corpus, `${videoPath(video)}/`);
}

/** Deletes what lies below a prefix, and says how many objects that were. */
export async function deleteBelow({ store }: Corpus, prefix: string): Promise<number> {
  const names: string[] = [];
  for await (const name of store.list(prefix)) names.push(name);
  for (const name of names) await store.delete(name);
  return names.length;
}
