import type { ColumnMapping, RawMessage } from "./contract.ts";
import { numberOf } from "./jsonValue.ts";
import { latestSentMs, longestStreamMs } from "./longestStream.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { parseClock } from "./parseClock.ts";
import { parseStamp } from "./parseStamp.ts";

const secondsOf = { seconds: 1, milliseconds: 1e-3, microseconds: 1e-6 };

/**
 * The time of a cell in the unit of its mapping. Without a unit, its form says what it is; a number is seconds. A number
 * that is no offset, since it is longer than ten years, is a wall-clock time counted from 1970.
 */
export function mappedTime(
  text: string,
  unit: ColumnMapping["timeUnit"],
): Pick<RawMessage, "atMs" | "sentAt"> | undefined {
  if (unit !== "clock" && unit !== "datetime") {
    const number = numberOf(text);
    if (number !== undefined) {
      const seconds = number * secondsOf[unit ?? "seconds"];
      const atMs = offsetOfSeconds(seconds);
      if (atMs !== undefined) return { atMs };
      return seconds > 0 && seconds * 1000 < latestSentMs
        ? { sentAt: new Date(seconds * 1000).toISOString() }
        : undefined;
    }
    if (unit !== undefined) return undefined;
  }
  const atMs = unit === "datetime" ? undefined : parseClock(text);
  if (atMs !== undefined) return Math.abs(atMs) < longestStreamMs ? { atMs } : undefined;
  const sentAt = unit === "clock" ? undefined : parseStamp(text);
  return sentAt === undefined ? undefined : { sentAt };
}
