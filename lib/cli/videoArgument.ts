import { type Corpus, listVideos } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { Platform, type VideoKey } from "#lib/records/index.ts";

/** A video as `platform:id`, or null for a text that is none. */
export function videoArgument(text: string): VideoKey | null {
  const [, name = "", id = ""] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
  const platform = Platform.safeParse(name);
  return platform.success ? { platform: platform.data, id } : null;
}

/**
 * The videos of a corpus that a command line names as `platform:id`, or all where it names none.
 *
 * @throws InputError for what names no video of the corpus, and for a corpus without videos
 */
export async function chosenVideos(corpus: Corpus, names: readonly string[]): Promise<VideoKey[]> {
  const all = await listVideos(corpus);
  if (all.length === 0)
    throw new InputError(
      `${corpus.store.location}: expected a corpus with videos, found none. Import or collect some.`,
    );
  if (names.length === 0) return all;
  return names.map((name) => {
    const wanted = videoArgument(name);
    const found = all.find(({ platform, id }) => platform === wanted?.platform && id === wanted.id);
    if (found) return found;
    const known = all.slice(0, 10).map(({ platform, id }) => `${platform}:${id}`);
    throw new InputError(
      `Expected a video of ${corpus.store.location} as platform:id, found ${JSON.stringify(name)}. It holds ` +
        `${known.join(", ")}${all.length > known.length ? " and others" : ""}.`,
    );
  });
}
