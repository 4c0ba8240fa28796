/** Time as a value: `now` for stamps, `monotonicMs` for durations. */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
}

/** The machine's own clock; handed in by cli, experiments and tests, never read inside a room. */
export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

/** A clock that stands still until it is moved, for tests and for results that may not depend on the day. */
export function fixedClock(isoTime: string): Clock & { advance(ms: number): void } {
  let elapsedMs = 0;
  const startMs = Date.parse(isoTime);
  return {
    now: () => new Date(startMs + elapsedMs),
    monotonicMs: () => elapsedMs,
    advance: (ms) => {
      elapsedMs += ms;
    },
  };
}
