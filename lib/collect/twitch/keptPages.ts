import { z } from "zod";
import { type Corpus, videoPath } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { Place } from "./askComments.ts";

const KeptPage = z.strictObject({ asked: Place, body: z.string() });
/** A page as it was answered, and what it was the answer to. */
export type KeptPage = z.infer<typeof KeptPage>;

/** The pages of a chat that is being fetched, one object each, numbered from 1. */
export interface KeptPages {
  get(n: number): Promise<KeptPage | null>;
  /** Keeps a page; where another worker has kept one of that number, that one counts and is given back. */
  keep(n: number, page: KeptPage): Promise<KeptPage>;
  any(): Promise<boolean>;
  drop(): Promise<void>;
}

/** The pages of a Twitch VOD's chat in the corpus; they lie below the video's folder, so that a purge takes them too. */
export function keptPages({ store }: Corpus, video: VideoKey): KeptPages {
  const folder = `${videoPath(video)}/partial/twitchChat/`;
  const nameOf = (n: number) => `${folder}${String(n).padStart(6, "0")}.json`;
  const get = async (n: number) => {
    const bytes = await store.get(nameOf(n));
    return bytes && KeptPage.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  };
  return {
    get,
    keep: async (n, page) => {
      if (await store.create(nameOf(n), Buffer.from(JSON.stringify(page)))) return page;
      return (await get(n)) ?? page;
    },
    any: async () => {
      for await (const _ of store.list(folder)) return true;
      return false;
    },
    drop: async () => {
      const names: string[] = [];
      for await (const name of store.list(folder)) names.push(name);
      // From the last on: what a kill leaves is still a whole beginning.
      for (const name of names.reverse()) await store.delete(name);
    },
  };
}
