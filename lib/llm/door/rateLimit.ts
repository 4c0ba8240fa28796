import type { Clock, Sleep } from "#lib/effects/index.ts";

/** So many units a minute, spread evenly. */
export interface RateLimit {
  /** Waits until `units` may be used. */
  take(units: number, signal?: AbortSignal): Promise<void>;
  /** Gives back what was taken and not used. */
  giveBack(units: number): void;
}

/**
 * A rate limit without bursts: each unit has its own moment, and a request waits for the first of its units (a leaky bucket, as in
 * the generic cell rate algorithm of ITU-T I.371).
 */
export function makeRateLimit(perMinute: number, { clock, sleep }: { clock: Clock; sleep: Sleep }): RateLimit {
  const unitMs = 60_000 / perMinute;
  let nextMs = 0;
  return {
    take: async (units, signal) => {
      const nowMs = clock.monotonicMs();
      const startMs = Math.max(nowMs, nextMs);
      nextMs = startMs + units * unitMs;
      if (startMs > nowMs) await sleep(startMs - nowMs, signal);
      signal?.throwIfAborted();
    },
    giveBack: (units) => {
      nextMs -= units * unitMs;
    },
  };
}
