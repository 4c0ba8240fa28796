/**
 * The errors of the whole project. The class says what happens next; the message says what was expected, what was found,
 * where, and what to do about it.
 */

/** The person gave something that cannot be used: show the message and stop. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** This one item can never succeed: record it and go on with the next. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}

/** The same call may succeed later: retry with back-off. */
export class TransientError extends Error {
  override readonly name = "TransientError";
}

/** A provider asks for a pause of `retryAfterMs`; it costs no attempt. */
export class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A credential has to be renewed by a person: stop the run. */
export class AuthError extends Error {
  override readonly name = "AuthError";
}

/** Another worker owns the task now: drop the work and publish nothing. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}
