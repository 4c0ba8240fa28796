import { parseClock } from "./parseClock.ts";

/** The times of a cue's line `start --> end`; what follows the end, settings or coordinates, is passed over. */
export function cueTime(line: string): { startMs: number | undefined; endMs: number | undefined } | undefined {
  const match = /^\s*(\S+)\s*-->\s*(\S+)/.exec(line);
  if (!match || !/\d:\d/.test(match[1]!)) return undefined;
  return { startMs: parseClock(match[1]!), endMs: parseClock(match[2]!) };
}
