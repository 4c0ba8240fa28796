import { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { InputError, RateLimitedError } from "#lib/errors.ts";
import { pacificDay, untilPacificMidnightMs } from "./pacificDay.ts";

/** What the calls of the YouTube Data API v3 cost, in units of the quota (developers.google.com/youtube/v3/determine_quota_cost). */
export const unitsOf = { search: 100, list: 1 } as const;

/** The quota that a project has unless Google gave it another. */
export const ordinaryDailyUnits = 10_000;

const Entry = z.strictObject({ units: z.number().int().nonnegative(), call: z.string(), at: z.iso.datetime() });

/** Counts what is spent of a day's quota. */
export interface QuotaMeter {
  /**
   * Takes the units of one call before it is made, so that a call that was cut off is counted too.
   *
   * @throws RateLimitedError until midnight in Pacific time where the day has not that many left
   */
  spend(call: keyof typeof unitsOf): Promise<void>;
  /** Believes the platform that the day's quota is at its end: nothing more is spent until midnight. */
  exhaust(): Promise<RateLimitedError>;
  /** The units that are spent of this day. */
  spentToday(): Promise<number>;
}

/**
 * A meter in the corpus, one object for each call in the order of their numbers: who creates a number has seen all smaller
 * ones, so that any number of processes never spend more together than the day has.
 *
 * @param dailyUnits what the project has a day
 */
export function makeQuotaMeter({ store }: Corpus, dailyUnits: number, clock: Clock): QuotaMeter {
  let day = "";
  let spent = 0;
  let next = 1;

  async function catchUp(): Promise<void> {
    const today = pacificDay(clock.now());
    if (today !== day) [day, spent, next] = [today, 0, 1];
    for (;;) {
      const name = `quota/youtube/${day}/${next}.json`;
      const bytes = await store.get(name);
      if (bytes === null) return;
      spent += parse(bytes, `${name} in ${store.location}`).units;
      next++;
    }
  }

  /** Enters what `units` makes of the sum so far; null enters nothing. */
  async function enter(call: string, units: () => number): Promise<void> {
    for (;;) {
      await catchUp();
      const entry = Entry.parse({ units: units(), call, at: clock.now().toISOString() });
      if (await store.create(`quota/youtube/${day}/${next}.json`, Buffer.from(`${JSON.stringify(entry)}\n`))) return;
    }
  }

  const usedUp = (found: string) => {
    const waitMs = untilPacificMidnightMs(clock.now());
    const resetAt = new Date(clock.now().getTime() + waitMs).toISOString();
    return new RateLimitedError(
      `The day's quota of YouTube's Data API is used up: ${found}. What was found so far is kept. It is given anew at ` +
        `${resetAt} (midnight in Pacific time): run the same command again then, or with --wait now.`,
      waitMs,
    );
  };

  return {
    spend: (call) =>
      enter(call, () => {
        if (spent + unitsOf[call] > dailyUnits)
          throw usedUp(`${spent} of ${dailyUnits} units are spent and a ${call} costs ${unitsOf[call]}`);
        return unitsOf[call];
      }),
    exhaust: async () => {
      await enter("quotaExceeded", () => Math.max(0, dailyUnits - spent));
      return usedUp("YouTube says so (quotaExceeded)");
    },
    spentToday: async () => {
      await catchUp();
      return spent;
    },
  };
}

function parse(bytes: Uint8Array, place: string): z.infer<typeof Entry> {
  try {
    return Entry.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(`${place}: expected what a call cost, found something else. Delete the object.`, { cause });
  }
}
