import { systemSleep } from "#lib/effects/index.ts";
import { openStore, type Store } from "#lib/store/index.ts";
import type { Effects } from "./effects.ts";

/** The option of each verb that works on a corpus. */
export const corpusOption = [
  "--corpus <location>",
  "where the corpus is: a folder, or gs://bucket/prefix",
  "corpus",
] as const;

/** Opens the store that --corpus names. */
export function openCorpusStore(location: string, { clock, randomBytes, env }: Effects): Store {
  return openStore(location, { clock, randomBytes, env, sleep: systemSleep, fetch });
}
