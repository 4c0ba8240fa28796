import { z } from "zod";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";

/** Which queues may be worked on now: after a rate limit one waits. */
export interface Queues {
  /** Milliseconds until tasks of the queue may run; 0 for now. */
  waitMs(queue: string): number;
  /** Pauses a queue for every worker on the store. */
  pause(queue: string, ms: number): Promise<void>;
  /** Takes over the pauses that other workers have left. */
  look(): Promise<void>;
}

const Pause = z.object({ retryAfterMs: z.number().nonnegative(), at: z.iso.datetime({ offset: true }) });
const folder = "pauses/";
/** A wrong answer shall not stop a queue for good. */
const longestMs = 24 * 3_600_000;

/**
 * The queues of the tasks on one store. A pause is an object `pauses/<queue>`. Who reads it takes its own clock's word for how
 * much of it is left, but never waits longer than the whole: between machines whose clocks differ a pause ends too early,
 * and the next answer of the platform starts it again, or too late by no more than itself.
 */
export function watchQueues(store: Store, clock: Clock): Queues {
  const untilMs = new Map<string, number>();
  const seen = new Map<string, string>();
  const extend = (queue: string, ms: number) =>
    untilMs.set(queue, Math.max(untilMs.get(queue) ?? 0, clock.monotonicMs() + ms));

  const parse = (name: string, text: string) => {
    try {
      return Pause.parse(JSON.parse(text));
    } catch (cause) {
      throw new InputError(`${name} in ${store.location} is no record of a pause. Delete it.`, { cause });
    }
  };
  const read = async (name: string) => {
    const body = await store.get(name);
    const text = body === null ? "" : Buffer.from(body).toString("utf8");
    if (body === null || seen.get(name) === text) return;
    seen.set(name, text);
    const { retryAfterMs, at } = parse(name, text);
    const leftMs = Date.parse(at) + retryAfterMs - clock.now().getTime();
    if (leftMs <= 0) await store.delete(name);
    else extend(name.slice(folder.length), Math.min(leftMs, retryAfterMs));
  };

  return {
    waitMs: (queue) => Math.max(0, (untilMs.get(queue) ?? 0) - clock.monotonicMs()),
    pause: async (queue, askedMs) => {
      const ms = Math.min(askedMs, longestMs);
      extend(queue, ms);
      const pause = { retryAfterMs: ms, at: clock.now().toISOString() };
      await store.put(`${folder}${queue}`, Buffer.from(JSON.stringify(pause)));
    },
    look: async () => {
      for await (const name of store.list(folder)) await read(name);
    },
  };
}
