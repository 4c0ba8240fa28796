import type { Sleep } from "#lib/effects/index.ts";
import { AuthError, InputError, LeaseLostError } from "#lib/errors.ts";
import type { Lease } from "./takeLease.ts";

/**
 * Beats for a lease until it is told to stop.
 *
 * @param doing what its owner is at, for people
 * @param beaten called after each beat
 * @param end called once with the error where the lease cannot be kept: it is lost, or the store refuses for good
 * @param trouble called with any other error; the next beat may succeed, and if none does, the fence decides
 * @returns stops the beats; resolved when none is under way any more
 */
export function keepLease(options: {
  lease: Lease;
  everyMs: number;
  sleep: Sleep;
  doing: () => string | undefined;
  beaten: () => void;
  end: (error: Error) => void;
  trouble: (error: unknown) => void;
}): () => Promise<void> {
  const { lease, everyMs, sleep, doing, beaten, end, trouble } = options;
  const stopped = new AbortController();
  const beating = (async () => {
    for (;;) {
      await sleep(everyMs, stopped.signal);
      if (stopped.signal.aborted) return;
      try {
        await lease.beat(doing());
        beaten();
      } catch (error) {
        const isFinal = [LeaseLostError, InputError, AuthError].some((kind) => error instanceof kind);
        if (isFinal) return end(error as Error);
        trouble(error);
      }
    }
  })();
  return async () => {
    stopped.abort();
    await beating;
  };
}
