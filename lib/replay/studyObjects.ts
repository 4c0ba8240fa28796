import type { CallFiles } from "#lib/llm/index.ts";
import type { BundleEntry } from "./bundle.ts";

/**
 * The objects of a corpus that a study stands on, for a full bundle: its own, those of its videos without the raw files and
 * unfinished fetches, and what the corpus says of itself and of who was taken down.
 *
 * @param videoFolders the folders of the study's videos, such as `videos/twitch/123`
 */
export async function* studyObjects(
  files: CallFiles,
  study: string,
  videoFolders: readonly string[],
): AsyncGenerator<BundleEntry> {
  const prefixes = ["corpus.json", "takedown/", ...videoFolders.map((folder) => `${folder}/`), `studies/${study}/`];
  for (const prefix of prefixes)
    for await (const name of files.list(prefix)) {
      if (/^videos\/[^/]+\/[^/]+\/(raw|partial)\//.test(name)) continue;
      const bytes = await files.get(name);
      if (bytes) yield { name, bytes };
    }
}
