import { homedir } from "node:os";
import { join } from "node:path";

/** Where models are kept: `LIVECORPUS_MODELS`, else `.cache/livecorpus/models` in the person's home folder. */
export function modelsFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env.LIVECORPUS_MODELS || join(env.HOME ?? homedir(), ".cache", "livecorpus", "models");
}
