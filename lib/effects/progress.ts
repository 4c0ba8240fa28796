import { SingleBar } from "cli-progress";
import type { Clock } from "./clock.ts";

/** Tells a person how far a long step is; `tick` by items done. */
export interface Progress {
  start(label: string, total: number): void;
  tick(by?: number): void;
  stop(): void;
}

/** A progress that says nothing, for machines and tests. */
export const silentProgress: Progress = { start: () => {}, tick: () => {}, stop: () => {} };

const quietMs = 2000;
const lineEveryMs = 5000;

/**
 * Progress with an estimate of the time left for anything over two seconds: a bar on a terminal, a plain line every five
 * seconds elsewhere.
 */
export function personProgress(stream: NodeJS.WritableStream & { isTTY?: boolean }, clock: Clock): Progress {
  let label = "";
  let total = 0;
  let done = 0;
  let startMs = 0;
  let lineMs = 0;
  let bar: SingleBar | null = null;
  const line = (nowMs: number) => {
    const spent = nowMs - startMs;
    const leftSeconds = done === 0 ? null : Math.round(((spent / done) * (total - done)) / 1000);
    stream.write(`${label}: ${done} of ${total}${leftSeconds === null ? "" : `, about ${leftSeconds} s left`}\n`);
    lineMs = nowMs;
  };
  return {
    start: (text, count) => {
      label = text;
      total = count;
      done = 0;
      startMs = clock.monotonicMs();
      lineMs = startMs;
    },
    tick: (by = 1) => {
      done += by;
      const nowMs = clock.monotonicMs();
      if (nowMs - startMs < quietMs) return;
      if (stream.isTTY) {
        if (!bar) {
          bar = new SingleBar({
            format: `${label} {bar} {value}/{total}, {eta_formatted} left`,
            stream,
            hideCursor: null,
          });
          bar.start(total, done);
        }
        bar.update(done);
      } else if (nowMs - lineMs >= lineEveryMs) line(nowMs);
    },
    stop: () => {
      bar?.stop();
      bar = null;
    },
  };
}
