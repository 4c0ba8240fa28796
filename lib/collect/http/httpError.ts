import { AuthError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";

/** A refusal as it came: what a platform needs to tell one from another. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** The body as JSON where it is some, else its text. */
  body: unknown;
  /** How long the answer asks to wait; 0 where it does not say. */
  retryAfterMs: number;
  /** What was tried and what came, as the beginning of a message. */
  message: string;
}

/**
 * What a status means where the platform does not say it better: 429, and 503 with a time, are a pause that was asked for;
 * 408 and 5xx pass; 401 and 403 are for a person to mend; all else stays as it is.
 */
export function httpError({ status, retryAfterMs, message }: Refusal): Error {
  if (status === 429 || (status === 503 && retryAfterMs > 0)) return new RateLimitedError(`${message}.`, retryAfterMs);
  if (status === 408 || status === 425 || status >= 500) return new TransientError(`${message}.`);
  if (status === 401 || status === 403)
    return new AuthError(`${message}. Renew the credential, or ask for the right to do this.`);
  return new PermanentError(`${message}.`);
}
