import type { Corpus } from "#lib/corpus/index.ts";
import { seededRandom, systemSleep } from "#lib/effects/index.ts";
import { studyModels } from "#lib/line/index.ts";
import type { OpenModel } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import type { Effects } from "./effects.ts";

/** The language models of a study for a command that may ask them. */
export function modelsOf(study: Study, { store }: Corpus, effects: Effects): OpenModel {
  const { env, clock, randomBytes } = effects;
  // Processes that are refused in the same moment do not come again in the same moment.
  const random = seededRandom(Buffer.from(randomBytes(8)).toString("hex"));
  const world = { env, clock, random, fetch: effects.fetch ?? fetch, sleep: effects.sleep ?? systemSleep };
  return studyModels(study, store, world);
}
