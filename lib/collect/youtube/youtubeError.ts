import { z } from "zod";
import { AuthError, InputError, RateLimitedError } from "#lib/errors.ts";
import type { Refusal } from "../http/httpError.ts";

const Body = z.object({
  error: z.object({
    message: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

/** YouTube has no more quota for this project today. */
export class QuotaExceededError extends Error {
  override readonly name = "QuotaExceededError";
}

/** YouTube does not know a page token any more. */
export class PageTokenError extends Error {
  override readonly name = "PageTokenError";
}

/**
 * What a refusal of the YouTube Data API v3 means (developers.google.com/youtube/v3/docs/errors); null leaves it to the status.
 */
export function youtubeError({ body, message, retryAfterMs }: Refusal): Error | null {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return null;
  const { error } = parsed.data;
  const reasons = new Set([...error.errors, ...error.details].flatMap(({ reason }) => reason ?? []));
  const has = (...names: string[]) => names.some((name) => reasons.has(name));
  if (has("quotaExceeded", "dailyLimitExceeded")) return new QuotaExceededError(message);
  if (has("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"))
    return new RateLimitedError(`${message}.`, retryAfterMs);
  if (
    has("keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_EXPIRED") ||
    /API key (not valid|expired)/i.test(error.message)
  )
    return new AuthError(
      `${message}. The key of YouTube's Data API is wrong or expired: make a new one in the Google Cloud console and put it ` +
        "into $YOUTUBE_API_KEY or the file that $YOUTUBE_API_KEY_FILE names.",
    );
  if (has("accessNotConfigured", "SERVICE_DISABLED"))
    return new AuthError(`${message}. Enable the YouTube Data API v3 for the project of this key.`);
  if (has("invalidPageToken")) return new PageTokenError(message);
  if (has("invalidRegionCode", "invalidRelevanceLanguage", "invalidSearchFilter", "invalidParameter", "badRequest"))
    return new InputError(`${message}. Check the options that were given to the search.`);
  return null;
}
