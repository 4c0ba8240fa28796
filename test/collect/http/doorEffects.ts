import type { HttpOptions, RequestEntry } from "#lib/collect/index.ts";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";

/** Effects of a door whose pauses move a clock instead of taking time. */
export function doorEffects(isoTime = "2026-03-01T12:00:00Z") {
  const clock = fixedClock(isoTime);
  const pauses: number[] = [];
  const entries: RequestEntry[] = [];
  const sleep = async (ms: number) => {
    pauses.push(ms);
    clock.advance(ms);
  };
  const options = { fetch, clock, sleep, random: { ...seededRandom("door"), next: () => 0.5 } };
  const log = (entry: RequestEntry) => void entries.push(entry);
  return { clock, pauses, entries, options: { ...options, log } satisfies HttpOptions };
}
