import type { Clock } from "./clock.ts";

/**
 * How long an answer asks to wait, in milliseconds, 0 where it does not say: `Retry-After` in seconds or as a date (RFC 9110,
 * 10.2.3), else `Ratelimit-Reset` in seconds since 1970, as Twitch has it.
 */
export function retryAfterMs(headers: Headers, clock: Clock): number {
  const nowMs = clock.now().getTime();
  const after = headers.get("retry-after")?.trim();
  if (after !== undefined && /^\d{1,9}(\.\d+)?$/.test(after)) return Math.ceil(Number(after) * 1000);
  const atMs = after === undefined ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(atMs)) return Math.max(0, atMs - nowMs);
  const reset = headers.get("ratelimit-reset")?.trim();
  if (reset === undefined || !/^\d{1,12}$/.test(reset)) return 0;
  return Math.max(0, Number(reset) * 1000 - nowMs);
}
