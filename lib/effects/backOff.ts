import { RateLimitedError, TransientError } from "#lib/errors.ts";
import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";
import type { Sleep } from "./sleep.ts";

/** How patiently something is tried again. */
export interface Patience {
  /** The most that the first pause takes; it doubles from pause to pause. */
  firstPauseMs: number;
  /** The most that any pause takes, unless the other side asks for more. */
  longestPauseMs: number;
  /** How long it may go on without progress before the last error is thrown. */
  giveUpAfterMs: number;
}

export interface RetryEffects {
  clock: Clock;
  sleep: Sleep;
  random: Random;
  /** Told of each pause before it begins. */
  pausing?: (error: Error, pauseMs: number) => void;
}

/** The pauses between attempts at one thing. */
export interface BackOff {
  /** Waits before the next attempt, or throws the error where another attempt is useless or comes too late. */
  pause(error: unknown): Promise<void>;
  /** Says that something was achieved: patience and pauses start anew. */
  progressed(): void;
}

/**
 * Pauses with full jitter: uniform between nothing and a bound that doubles, so that many who failed together do not come
 * back together (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015). Only a TransientError and a
 * RateLimitedError are worth a pause; the latter's is at least as long as it asks for.
 */
export function makeBackOff(patience: Patience, { clock, sleep, random, pausing }: RetryEffects): BackOff {
  const { firstPauseMs, longestPauseMs, giveUpAfterMs } = patience;
  let pauses = 0;
  let sinceMs = clock.monotonicMs();
  return {
    pause: async (error) => {
      const limited = error instanceof RateLimitedError;
      if (!limited && !(error instanceof TransientError)) throw error;
      const jitterMs = random.next() * Math.min(longestPauseMs, firstPauseMs * 2 ** pauses);
      const pauseMs = limited ? error.retryAfterMs + jitterMs : jitterMs;
      if (clock.monotonicMs() + pauseMs - sinceMs > giveUpAfterMs) throw error;
      pauses++;
      pausing?.(error, pauseMs);
      await sleep(pauseMs);
    },
    progressed: () => {
      pauses = 0;
      sinceMs = clock.monotonicMs();
    },
  };
}
