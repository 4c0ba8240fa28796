/** Ten years: no stream is longer, and every wall-clock time since 1980 is. */
const longestStreamMs = 10 * 365 * 86_400_000;

/**
 * Puts right the offsets of messages after the end of a YouTube stream, for which the replay gives the wall-clock time
 * instead: the start of the stream is known by the earlier messages, which have both.
 *
 * @returns a function of a message's offset and of the time it was sent (milliseconds, epoch), which gives the offset and
 * whether it was put right; undefined where an offset is impossible and no earlier message tells the start
 */
export function offsetFromClock(): (
  offsetMs: number,
  sentMs: number | undefined,
) => { atMs: number; moved: boolean } | undefined {
  let startMs: number | undefined;
  return (offsetMs, sentMs) => {
    if (Math.abs(offsetMs) < longestStreamMs) {
      if (offsetMs > 0 && sentMs !== undefined) startMs = sentMs - offsetMs;
      return { atMs: Math.round(offsetMs) || 0, moved: false };
    }
    const atMs = startMs === undefined ? Number.NaN : Math.round(offsetMs - startMs);
    return Math.abs(atMs) < longestStreamMs ? { atMs, moved: true } : undefined;
  };
}
