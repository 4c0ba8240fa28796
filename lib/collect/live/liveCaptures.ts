import { z } from "zod";
import { type Corpus, videoOfPath, videoPath } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { LiveStream } from "./liveStream.ts";

const Note = z.strictObject({
  channel: z.string(),
  stream: z.strictObject({
    id: z.string(),
    startedAt: z.iso.datetime(),
    title: z.string().optional(),
    channelId: z.string().optional(),
  }),
});

/** A capture that has begun and is not published. */
export interface BegunCapture {
  readonly video: VideoKey;
  readonly channel: string;
  readonly stream: LiveStream;
}

/** Notes that a stream is being captured, so that what a kill leaves is found. */
export async function noteCapture({ store }: Corpus, { video, channel, stream }: BegunCapture): Promise<void> {
  await store.create(nameOf(video), Buffer.from(`${JSON.stringify(Note.parse({ channel, stream }), null, 2)}\n`));
}

/** The captures of a channel that are not published. */
export async function listCaptures({ store }: Corpus, channel: string): Promise<BegunCapture[]> {
  const found: BegunCapture[] = [];
  for await (const name of store.list("videos/twitch/")) {
    const video = name.endsWith("/partial/capture.json") ? videoOfPath(name) : null;
    const bytes = video && (await store.get(name));
    if (!video || !bytes) continue;
    try {
      const note = Note.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
      if (note.channel === channel) found.push({ video, ...note });
    } catch (cause) {
      throw new InputError(
        `${name} in ${store.location}: expected the note of a capture, found something else. Restore it from a copy, or delete it.`,
        { cause },
      );
    }
  }
  return found;
}

/** Takes the note away, when all was published. */
export async function dropCapture({ store }: Corpus, video: VideoKey): Promise<void> {
  await store.delete(nameOf(video));
}

const nameOf = (video: VideoKey) => `${videoPath(video)}/partial/capture.json`;
