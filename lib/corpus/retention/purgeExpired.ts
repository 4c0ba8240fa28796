import type { Clock } from "#lib/effects/index.ts";
import type { Corpus } from "../corpus.ts";
import { latestStep } from "../listSteps.ts";
import { publishStep } from "../publishStep.ts";
import { deleteBelow } from "../takedown/deleteVideo.ts";
import { isTakenDown } from "../takedown/takedowns.ts";
import type { Retained } from "./listRetained.ts";

/**
 * Removes raw sources for good. The steps that read them are sealed: what was made of them stays and is never stale, and nothing is
 * fetched again in their place. May be repeated at any time.
 *
 * @param expired of `listRetained`, those whose time has passed
 * @returns how many objects went
 */
export async function purgeExpired(corpus: Corpus, expired: readonly Retained[], clock: Clock): Promise<number> {
  let objects = 0;
  for (const { video, step, variant, objects: names, outputs } of expired) {
    for (const name of names) objects += await deleteBelow(corpus, name);
    const current = outputs.length === 0 ? null : await latestStep(corpus, video, step, variant);
    if (!current || (await isTakenDown(corpus, video))) continue;
    const kept = Object.entries(current.record.outputs).filter(([name]) => !outputs.includes(name));
    // A record that still names what is gone would be read, and fail.
    await publishStep(corpus, video, {
      ...current.record,
      outputs: Object.fromEntries(kept),
      worker: "purge",
      finishedAt: clock.now().toISOString(),
    });
  }
  return objects;
}
