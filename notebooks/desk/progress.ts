import { type Display, newDisplay } from "tslab";
import { type Progress, systemClock } from "#lib/effects/index.ts";

const quietMs = 1000;
const everyMs = 250;

/** Progress below the cell, for what takes more than a second: a bar that goes on in its place, and how long is left. */
export function cellProgress(): Progress {
  let shown: Display | null = null;
  let label = "";
  let [total, done, startMs, toldMs] = [0, 0, 0, 0];
  const tell = (nowMs: number) => {
    const spent = nowMs - startMs;
    const left =
      done === 0 || done === total ? "" : `, about ${Math.round(((spent / done) * (total - done)) / 1000)} s left`;
    shown ??= newDisplay();
    // Labels are the names of steps, never text from outside.
    shown.html(`<progress value="${done}" max="${total}"></progress> ${label}: ${done} of ${total}${left}`);
    toldMs = nowMs;
  };
  return {
    start: (text, count) => {
      [label, total, done, shown] = [text, count, 0, null];
      startMs = systemClock.monotonicMs();
      toldMs = startMs;
    },
    tick: (by = 1) => {
      done += by;
      const nowMs = systemClock.monotonicMs();
      if (nowMs - startMs >= quietMs && (nowMs - toldMs >= everyMs || done === total)) tell(nowMs);
    },
    stop: () => {
      shown = null;
    },
  };
}
