import { type Corpus, videoPath } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Checkpoint } from "../transcript.ts";

/**
 * What was heard of a video so far, in the corpus, so that any worker goes on where another was killed. It lies below the
 * video's folder, so that a purge takes it too.
 *
 * @param variant whose work it is: two engines never share a folder
 */
export function corpusCheckpoint(
  { store }: Corpus,
  video: VideoKey,
  variant: string,
): Checkpoint & { drop(): Promise<void> } {
  const folder = `${videoPath(video)}/partial/transcribe/${variant}/`;
  return {
    read: async (key) => {
      const bytes = await store.get(`${folder}${key}.json`);
      return bytes && Buffer.from(bytes).toString("utf8");
    },
    write: (key, text) => store.put(`${folder}${key}.json`, Buffer.from(text)),
    drop: async () => {
      const names: string[] = [];
      for await (const name of store.list(folder)) names.push(name);
      for (const name of names) await store.delete(name);
    },
  };
}
