import { setTimeout as timer } from "node:timers/promises";

/** Waits `ms` milliseconds, or until the signal is aborted; never rejects. Handed in, so that a test can hold time. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** The machine's own timers. */
export const systemSleep: Sleep = async (ms, signal) => {
  try {
    await timer(ms, undefined, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
};
