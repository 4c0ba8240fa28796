import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { Platform, VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";

const folder = "takedown/";

/** What must not come back: a video, or a person by one of the pseudonyms that a platform's names and ids give. */
export const Takedown = z.union([
  z.strictObject({ video: VideoKey.strict() }),
  z.strictObject({ author: z.strictObject({ platform: Platform, pseudonym: z.string().regex(/^a_[a-z2-7]{16}$/) }) }),
]);
export type Takedown = z.infer<typeof Takedown>;

const Entry = z.strictObject({ takedown: Takedown, at: z.iso.datetime({ offset: true }) });

/** All take-downs of a corpus. */
export interface Takedowns {
  hasVideo(video: VideoKey): boolean;
  /** The pseudonyms of the persons who were taken down on a platform. */
  authors(platform: Platform): ReadonlySet<string>;
}

/**
 * Enters a take-down, once: one object each, so that entries of several machines never meet. From then on no step of this
 * corpus brings the video or the person back.
 */
export async function addTakedown({ store }: Corpus, takedown: Takedown, clock: Clock): Promise<void> {
  const entry = Entry.parse({ takedown, at: clock.now().toISOString() });
  await store.create(nameOf(takedown), Buffer.from(`${JSON.stringify(entry, null, 2)}\n`));
}

/** Reads the take-downs of a corpus. */
export async function readTakedowns({ store }: Corpus): Promise<Takedowns> {
  const names = new Set<string>();
  const authors = new Map<Platform, Set<string>>();
  for await (const name of store.list(folder)) {
    const bytes = await store.get(name);
    if (bytes === null) continue;
    const { takedown } = parse(bytes, `${name} in ${store.location}`);
    names.add(nameOf(takedown));
    if (!("author" in takedown)) continue;
    const { platform, pseudonym } = takedown.author;
    authors.set(platform, (authors.get(platform) ?? new Set()).add(pseudonym));
  }
  return {
    hasVideo: (video) => names.has(nameOf(videoTakedown(video))),
    authors: (platform) => authors.get(platform) ?? new Set(),
  };
}

/** True when the video was taken down; cheaper than reading all entries. */
export async function isTakenDown({ store }: Corpus, video: VideoKey): Promise<boolean> {
  return (await store.stat(nameOf(videoTakedown(video)))) !== null;
}

/** The take-down of a video. */
export function videoTakedown({ platform, id }: VideoKey): Takedown {
  return { video: { platform, id } };
}

/** Named by what it says, so that the same take-down has the same name on each machine. */
function nameOf(takedown: Takedown): string {
  const said =
    "video" in takedown
      ? ["video", takedown.video.platform, takedown.video.id]
      : ["author", takedown.author.platform, takedown.author.pseudonym];
  return `${folder}${createHash("sha256").update(JSON.stringify(said)).digest("hex")}.json`;
}

function parse(bytes: Uint8Array, place: string): z.infer<typeof Entry> {
  try {
    return Entry.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    // A take-down that cannot be read must not be overlooked: who asked to be removed would come back.
    throw new InputError(`${place}: expected a take-down, found something else. Restore the file from a copy.`, {
      cause,
    });
  }
}
