import type { Random } from "#lib/effects/index.ts";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import type { Limits } from "../limits.ts";
import type { Failure } from "./failure.ts";

/**
 * What an error means for its task. Only TransientError is tried again by itself, after a wait drawn uniformly below a bound
 * that doubles (full jitter: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015). An error of no class
 * of ours is a fault of the program: it is kept with its stack and the task is dead, but the others go on.
 *
 * @param used how many attempts were used up before this one
 */
export function failureOf(
  error: unknown,
  used: number,
  limits: Limits,
  random: Random,
): Pick<Failure, "error" | "message" | "attempt" | "waitMs" | "dead"> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError || error instanceof AuthError || error instanceof RateLimitedError)
    return { error: error.name, message, attempt: used, waitMs: 0, dead: false };
  const attempt = used + 1;
  if (error instanceof TransientError) {
    const dead = attempt >= limits.attempts;
    const boundMs = Math.min(limits.retryCapMs, limits.retryBaseMs * 2 ** (attempt - 1));
    return { error: error.name, message, attempt, waitMs: dead ? 0 : Math.round(random.next() * boundMs), dead };
  }
  if (error instanceof PermanentError) return { error: error.name, message, attempt, waitMs: 0, dead: true };
  const stack = error instanceof Error && error.stack ? error.stack : message;
  return { error: error instanceof Error ? error.name : "Error", message: stack, attempt, waitMs: 0, dead: true };
}
