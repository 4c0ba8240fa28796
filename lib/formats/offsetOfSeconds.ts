import { numberOf } from "./jsonValue.ts";
import { longestStreamMs } from "./longestStream.ts";

/** Milliseconds of an offset in seconds, negative before the start; undefined when it is none. */
export function offsetOfSeconds(value: unknown): number | undefined {
  const seconds = typeof value === "number" ? value : numberOf(value);
  if (seconds === undefined || !(Math.abs(seconds) * 1000 < longestStreamMs)) return undefined;
  return Math.round(seconds * 1000) + 0;
}
