import { AuthError, InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { RefusedRequestError } from "./refusal.ts";

/** How a provider refused: what its answer says in the places where providers say it. */
export interface ProviderRefusal {
  status: number;
  /** What was tried and what came, without secrets, as the beginning of a message. */
  message: string;
  /** The short words that came with it, such as `RESOURCE_EXHAUSTED` or `insufficient_quota`. */
  codes: readonly string[];
  /** How long it asks to wait, 0 where it does not say. */
  retryAfterMs: number;
}

/** Words for a key that is no key, and for an account without money; no pause mends either. */
const account = ["API_KEY_INVALID", "invalid_api_key", "insufficient_quota", "BILLING_DISABLED"];

/**
 * What a provider's refusal means, the same for all of them: 429, and 503 with a time, are a pause that was asked for; 408 and
 * 5xx pass; 401, 403, a bad key and an empty account are for a person to mend; 404 and a redirection are a wrong name or
 * address; all else is about this request alone.
 */
export function refusalError({ status, message, codes, retryAfterMs }: ProviderRefusal): Error {
  if (status === 401 || status === 403 || codes.some((code) => account.includes(code)))
    return new AuthError(`${message}. Renew the key or the sign-in, or look at the account's quota and billing.`);
  if (status === 429 || (status === 503 && retryAfterMs > 0)) return new RateLimitedError(`${message}.`, retryAfterMs);
  if (status === 408 || status === 409 || status === 425 || status >= 500) return new TransientError(`${message}.`);
  if (status === 404) return new InputError(`${message}. Check the model's name, the location and the address.`);
  if (status >= 300 && status < 400)
    return new InputError(`${message}: a redirection, which is not followed, since it would carry the key elsewhere.`);
  return new RefusedRequestError(`${message}.`, codes[0] ?? "");
}
