import { count, type RawMessage, type ReadReport } from "./contract.ts";
import { latestSentMs, longestStreamMs } from "./longestStream.ts";
import { parseClock } from "./parseClock.ts";

/** What a YouTube chat says of a message's time; all of it may be missing. */
export interface SaidTime {
  /** Offset from the start of the stream. */
  offsetMs: number | undefined;
  /** The clock text that the chat shows, e.g. `-0:12`. */
  shown: string | undefined;
  /** When it was sent, milliseconds since 1970. */
  sentMs: number | undefined;
}

/**
 * Makes the function that gives each message of one YouTube chat its time: the offset, else the time it was sent. Two
 * quirks of replays are put right. Before the start every offset is 0, and only the clock that is shown goes on. After the
 * end an offset may be the wall-clock time (`offset-was-clock-time`); the start is known then by the earlier messages,
 * which have both. A message without any time is counted (`missing-time`, `bad-offset`) and gets none.
 */
export function messageTimer(report: ReadReport): (said: SaidTime) => Pick<RawMessage, "atMs" | "sentAt"> | undefined {
  let startMs: number | undefined;
  return ({ offsetMs, shown, sentMs }) => {
    if (offsetMs === undefined) {
      if (sentMs !== undefined && sentMs > 0 && sentMs < latestSentMs)
        return { sentAt: new Date(sentMs).toISOString() };
      count(report.skipped, "missing-time");
      return undefined;
    }
    const shownMs = offsetMs === 0 && shown !== undefined ? parseClock(shown) : undefined;
    if (shownMs !== undefined && shownMs < 0) return { atMs: shownMs };
    if (Math.abs(offsetMs) < longestStreamMs) {
      if (offsetMs > 0 && sentMs !== undefined && sentMs > 0) startMs = sentMs - offsetMs;
      // Adding 0 turns a rounded -0 into 0.
      return { atMs: Math.round(offsetMs) + 0 };
    }
    const atMs = startMs === undefined ? Number.NaN : Math.round(offsetMs - startMs);
    if (Math.abs(atMs) < longestStreamMs) {
      if (report.noted) count(report.noted, "offset-was-clock-time");
      return { atMs };
    }
    count(report.skipped, "bad-offset");
    return undefined;
  };
}
