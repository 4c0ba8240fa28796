import { randomBytes } from "node:crypto";
import { fixedClock } from "#lib/effects/index.ts";
import type { BucketEffects } from "#lib/store/index.ts";

/** Effects for a store in a loopback bucket, in which sleeping takes no time but moves the clock. */
export function bucketEffects(endpoint: string) {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    pauses.push(ms);
    clock.advance(ms);
    // Gives the other side a turn, as a pause would.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const effects: BucketEffects = { clock, sleep, randomBytes, fetch, env: { STORAGE_EMULATOR_HOST: endpoint } };
  return { effects, clock, pauses };
}
