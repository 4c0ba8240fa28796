import { type Clock, fixedClock, type Sleep } from "#lib/effects/index.ts";

/** Time that passes only when all wait for it: then the next timer is due. Good for work that needs nothing but timers. */
export function virtualTime(): { clock: Clock; sleep: Sleep; until<T>(work: Promise<T>): Promise<T> } {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  let timers: { dueMs: number; ring: () => void }[] = [];
  return {
    clock,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = { dueMs: clock.monotonicMs() + ms, ring: resolve };
        const drop = () => {
          timers = timers.filter((one) => one !== timer);
          resolve();
        };
        if (signal?.aborted) return resolve();
        signal?.addEventListener("abort", drop);
        timers.push(timer);
      }),
    until: async (work) => {
      let isOver = false;
      const end = () => {
        isOver = true;
      };
      work.then(end, end);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isOver) return work;
        const next = timers.reduce((first, one) => (one.dueMs < first.dueMs ? one : first));
        timers = timers.filter((one) => one !== next);
        clock.advance(Math.max(0, next.dueMs - clock.monotonicMs()));
        next.ring();
      }
    },
  };
}
