import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { InputError } from "#lib/errors.ts";
import type { Platform, VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";
import { makePseudonymiser } from "../pseudonym.ts";
import { videoOfPath, videoPath } from "../videoPath.ts";
import { deleteBelow } from "./deleteVideo.ts";
import { makePersonScrubber, type Scrubbed } from "./scrubPerson.ts";

const unzipped = promisify(gunzip);
const zipped = promisify(gzip);

/** The videos of a platform of which an unfinished fetch has kept something. */
export async function videosWithPartial({ store }: Corpus, platform: Platform): Promise<VideoKey[]> {
  const found = new Map<string, VideoKey>();
  for await (const name of store.list(`videos/${platform}/`)) {
    const video = name.includes("/partial/") ? videoOfPath(name) : null;
    if (video) found.set(videoPath(video), video);
  }
  return [...found.values()];
}

/**
 * Removes a person from what unfinished fetches of a video have kept. Pages that can be asked for again are dropped where one names
 * the person; the lines of a live capture, which cannot, lose what the person wrote and every mention of them.
 *
 * @returns how many lines went, and in how many a mention did
 * @throws InputError for a live capture when the corpus was opened without its key: without it no name can be told
 */
export async function purgePartial(
  corpus: Corpus,
  video: VideoKey,
  pseudonyms: ReadonlySet<string>,
): Promise<Scrubbed> {
  const { store, key } = corpus;
  const partial = `${videoPath(video)}/partial/`;
  const logs: string[] = [];
  const pages = new Map<string, string[]>();
  for await (const name of store.list(partial)) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    if (name.endsWith(".log.gz")) logs.push(name);
    else if (name.endsWith(".json") && /\/\d+\.json$/.test(name))
      pages.set(folder, [...(pages.get(folder) ?? []), name]);
  }
  if (!key) {
    if (logs.length > 0)
      throw new InputError(
        `The unfinished capture of ${video.platform} ${video.id} can only be searched for a person with the pseudonym key. Purge by ` +
          "--author NAME and --author-id ID, with --key where it is not in its usual place.",
      );
    for (const folder of pages.keys()) await deleteBelow(corpus, folder);
    return { lines: 0, mentions: 0 };
  }
  const scrubber = makePersonScrubber(makePseudonymiser(key, video.platform), pseudonyms);
  for (const [folder, names] of pages)
    for (const name of names) {
      const text = Buffer.from((await store.get(name)) ?? "").toString("utf8");
      if (!scrubber.names(text)) continue;
      await deleteBelow(corpus, folder);
      break;
    }
  const read = async (name: string) => {
    const bytes = await store.get(name);
    return bytes === null ? "" : (await unzipped(bytes)).toString("utf8");
  };
  // By which names a person goes is known after all lines are: some only mention them.
  for (const name of logs) scrubber.learn(await read(name));
  const all = { lines: 0, mentions: 0 };
  for (const name of logs) {
    const before = await read(name);
    const { text, lines, mentions } = scrubber.scrub(before);
    if (text !== before) await store.put(name, await zipped(text));
    all.lines += lines;
    all.mentions += mentions;
  }
  return all;
}
