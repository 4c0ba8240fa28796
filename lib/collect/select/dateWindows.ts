import { InputError } from "#lib/errors.ts";

const dayMs = 86_400_000;
const most = 1000;

/**
 * Cuts a stretch of time into windows of `days` each, the last one shorter, so that no search has to reach over the
 * platform's ceiling.
 *
 * @param from the first instant, ISO 8601 in UTC
 * @param to the first instant that is not in it
 * @throws InputError where it ends before it begins, or would be more than 1000 windows
 */
export function dateWindows(from: string, to: string, days: number): { from: string; to: string }[] {
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)];
  if (!(startMs < endMs)) throw new InputError(`Expected dates in their order, found ${from} to ${to}.`);
  const count = Math.ceil((endMs - startMs) / (days * dayMs));
  if (count > most)
    throw new InputError(
      `${from} to ${to} in windows of ${days} days are ${count} searches; expected at most ${most}.`,
    );
  const stamp = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");
  return Array.from({ length: count }, (_, i) => ({
    from: stamp(startMs + i * days * dayMs),
    to: stamp(Math.min(endMs, startMs + (i + 1) * days * dayMs)),
  }));
}
