import type { Clock, TransferAt } from "#lib/effects/index.ts";

/**
 * How far a chat is that comes page by page, by the second of the stream that the pages have reached; pages that an earlier run
 * kept count as there, not as quick.
 *
 * @param durationMs of the stream, where it is known; else nobody can tell how much is left
 * @returns told the bytes of each page, the last second that was reached, and whether the page was fetched now
 */
export function pageProgress(
  clock: Clock,
  durationMs: number | undefined,
  tell: (at: TransferAt) => void,
): (bytes: number, second: number, isFresh: boolean) => void {
  let all = 0;
  let fresh = 0;
  let from = { share: 0, ms: clock.monotonicMs() };
  return (bytes, second, isFresh) => {
    all += bytes;
    if (isFresh) fresh += bytes;
    const share = durationMs === undefined || durationMs <= 0 ? null : Math.min(1, (second * 1000) / durationMs);
    if (!isFresh) from = { share: share ?? 0, ms: clock.monotonicMs() };
    const tookSeconds = (clock.monotonicMs() - from.ms) / 1000;
    const gained = (share ?? 0) - from.share;
    tell({
      bytes: all,
      totalBytes: null,
      share,
      bytesPerSecond: tookSeconds > 0 ? Math.round(fresh / tookSeconds) : null,
      leftSeconds: share === null || gained <= 0 ? null : Math.round((tookSeconds * (1 - share)) / gained),
    });
  };
}
