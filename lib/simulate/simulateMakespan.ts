import type { Random } from "#lib/effects/index.ts";

/** How long the steps of one video take, in seconds, in their order. */
export type VideoWork = readonly number[];

/** Seconds that talking to a bucket takes. */
const readSeconds = 0.1;
const writeSeconds = 0.15;
/** The original's updates of its ledger: how often each is tried, and the pause after the first failure, doubled each time. */
const ledgerAttempts = 6;
const firstPauseSeconds = 2;
/** A run that makes no headway for so long has stopped for good. */
const longestSeconds = 60 * 24 * 3600;

/**
 * Work of videos as collecting has it: chat, audio and remux, log-normal about 20, 60 and 5 seconds with a long tail
 * (sigma 0.8). The figures are assumed, not measured; both ways of working get the same ones.
 */
export function drawVideoWork(videos: number, random: Random): VideoWork[] {
  const sigma = 0.8;
  const draw = (mean: number) => mean * Math.exp(sigma * random.normal() - sigma ** 2 / 2);
  return Array.from({ length: videos }, () => [draw(20), draw(60), draw(5)]);
}

/**
 * Seconds until all videos are done by workers that lease what they do: each step costs the creation of its
 * lease and the publication of its record, on objects of its own that nobody else writes, and whoever is free takes the
 * next video.
 */
export function leaseMakespan(work: readonly VideoWork[], workers: number): number {
  const freeAt = new Array<number>(workers).fill(readSeconds);
  for (const steps of work) {
    const next = earliest(freeAt);
    for (const seconds of steps) freeAt[next]! += readSeconds + seconds + 2 * writeSeconds;
  }
  return Math.max(...freeAt);
}

/** What the original's way comes to. */
export interface LedgerOutcome {
  /** Null where the work did not end within 60 days. */
  makespanSeconds: number | null;
  /** Steps whose finished work was thrown away because the ledger could not be written, and which were done again. */
  discarded: number;
}

/**
 * Seconds until all videos are done as the original did it: disjoint shards without stealing, and after each step an update of
 * one CSV object that all workers share. An update reads the object and writes it back on the condition that nobody else
 * has; a bucket lets one object be written once a second. A failed update waits 2, 4, ... seconds without jitter; after six
 * the step's work is thrown away, and is done again when the shard is started anew, which here takes no time.
 */
export function ledgerMakespan(work: readonly VideoWork[], workers: number): LedgerOutcome {
  const crew = Array.from({ length: workers }, (_, shard) => new LedgerWorker(shard, work, workers));
  const wakeAt = crew.map((worker) => worker.wakeAt);
  const ledger: Ledger = { version: 0, writtenAt: -1 };
  let endedAt = 0;
  for (;;) {
    const next = earliest(wakeAt);
    const now = wakeAt[next]!;
    if (now === Number.POSITIVE_INFINITY) break;
    if (now > longestSeconds) return { makespanSeconds: null, discarded: discardedOf(crew) };
    crew[next]!.wake(now, ledger);
    wakeAt[next] = crew[next]!.wakeAt;
    if (wakeAt[next] === Number.POSITIVE_INFINITY) endedAt = Math.max(endedAt, now);
  }
  return { makespanSeconds: endedAt, discarded: discardedOf(crew) };
}

interface Ledger {
  version: number;
  writtenAt: number;
}

/** One worker of the original: does a step, then tries to write it down. */
class LedgerWorker {
  wakeAt = 0;
  discarded = 0;
  readonly #left: { steps: VideoWork; done: number }[];
  #at = 0;
  #doing: "step" | "reading" | "writing" = "step";
  #attempt = 0;
  #seen = 0;

  constructor(shard: number, work: readonly VideoWork[], shards: number) {
    this.#left = work.filter((_, i) => i % shards === shard).map((steps) => ({ steps, done: 0 }));
    this.#begin(0);
  }

  wake(now: number, ledger: Ledger): void {
    if (this.#doing === "step") {
      this.#attempt = 0;
      this.#read(now);
    } else if (this.#doing === "reading") {
      this.#seen = ledger.version;
      this.#doing = "writing";
      this.wakeAt = now + writeSeconds;
    } else this.#write(now, ledger);
  }

  #write(now: number, ledger: Ledger): void {
    if (ledger.version === this.#seen && now - ledger.writtenAt >= 1) {
      ledger.version++;
      ledger.writtenAt = now;
      const video = this.#left[this.#at]!;
      video.done++;
      if (video.done === video.steps.length) this.#left.splice(this.#at, 1);
      this.#begin(now);
      return;
    }
    const pause = firstPauseSeconds * 2 ** this.#attempt;
    this.#attempt++;
    if (this.#attempt < ledgerAttempts) this.#read(now + pause);
    else {
      this.discarded++;
      this.#at++;
      this.#begin(now + pause);
    }
  }

  #read(at: number): void {
    this.#doing = "reading";
    this.wakeAt = at + readSeconds;
  }

  /** Takes up the next video of the shard, from the first one again when the end is reached. */
  #begin(now: number): void {
    if (this.#at >= this.#left.length) this.#at = 0;
    const video = this.#left[this.#at];
    this.#doing = "step";
    this.wakeAt = video ? now + video.steps[video.done]! : Number.POSITIVE_INFINITY;
  }
}

function earliest(times: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < times.length; i++) if (times[i]! < times[best]!) best = i;
  return best;
}

function discardedOf(crew: readonly LedgerWorker[]): number {
  return crew.reduce((sum, { discarded }) => sum + discarded, 0);
}
