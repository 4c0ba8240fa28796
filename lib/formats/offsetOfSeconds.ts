import { numberOf } from "./jsonValue.ts";

/** Ten years: anything longer is no offset from the start of a stream. */
const longestSeconds = 10 * 365 * 86_400;

/** Milliseconds of an offset in seconds, negative before the start; undefined when it is none. */
export function offsetOfSeconds(value: unknown): number | undefined {
  const seconds = typeof value === "number" ? value : numberOf(value);
  if (seconds === undefined || !(Math.abs(seconds) < longestSeconds)) return undefined;
  return Math.round(seconds * 1000) + 0;
}
