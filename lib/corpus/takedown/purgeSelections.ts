import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { Selection, VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "../corpus.ts";

/** What of an interrupted selection a purge has to know. */
const Interrupted = z.looseObject({
  found: z.array(z.looseObject({ id: z.string() })),
  details: z.array(z.looseObject(VideoKey.shape)),
});

/**
 * Removes what selections say of a video: its channel, title, times and views. That it was found stays, as left out because it was
 * taken down, so that the frame keeps its size; the counts of strata stay as they were drawn.
 *
 * @returns how many selections had it
 */
export async function purgeSelections({ store }: Corpus, video: VideoKey): Promise<number> {
  const is = (one: VideoKey) => one.platform === video.platform && one.id === video.id;
  let touched = 0;
  for await (const name of store.list("selections/")) {
    const kind = /^selections\/[^/]+\/(selection|progress)\.json$/.exec(name)?.[1];
    const bytes = kind === undefined ? null : await store.get(name);
    if (bytes === null) continue;
    const place = `${name} in ${store.location}`;
    let after: unknown = null;
    if (kind === "selection") {
      const selection = parse(Selection, bytes, place);
      if (!selection.frame.some((one) => is(one) && one.leftOut !== "takenDown")) continue;
      const frame = selection.frame.map((one) =>
        is(one) ? { ...video, foundBy: one.foundBy, leftOut: "takenDown" as const } : one,
      );
      after = Selection.parse({ ...selection, frame, chosen: selection.chosen.filter((one) => !is(one)) });
    } else {
      const progress = parse(Interrupted, bytes, place);
      if (!progress.details.some(is)) continue;
      // It is asked for again, and then left out with nothing but its id.
      after = { ...progress, details: progress.details.filter((one) => !is(one)) };
    }
    await store.put(name, Buffer.from(`${JSON.stringify(after, null, kind === "selection" ? 1 : 0)}\n`));
    touched++;
  }
  return touched;
}

function parse<T>(schema: z.ZodType<T>, bytes: Uint8Array, place: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(
      `${place}: expected a selection, found something else. A purge cannot tell what it holds: delete the file if it can be ` +
        "made again, and purge again.",
      { cause },
    );
  }
}
