import { count, type ReadReport } from "./contract.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { parseClock } from "./parseClock.ts";

/**
 * Makes the function that reads the times of one speech CSV: clock text by its colons, anything else as seconds. Neither
 * can be taken for the other, so each row is read by its own convention; rows of another than the first one's are noted
 * (`mixed-time`). Undefined for what is neither.
 */
export function speechTimer(report: ReadReport): (text: string | undefined) => number | undefined {
  let first: boolean | undefined;
  return (text) => {
    const isClock = text?.includes(":") ?? false;
    const ms = text === undefined ? undefined : isClock ? parseClock(text) : offsetOfSeconds(text);
    if (ms === undefined) return undefined;
    first ??= isClock;
    if (isClock !== first && report.noted) count(report.noted, "mixed-time");
    return ms;
  };
}
