/** A stretch of a stream that nobody listened to, as ISO 8601 times, and why. */
export interface LiveGap {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** What a capture notes of itself between the lines of the chat. */
export const joinedNote = "joined";
export const stoppedNote = "stopped";

/** Collects what nobody heard from the lines of captures, in their order. */
export interface LiveGaps {
  /** A line as it was kept; true for a line of the chat, false for a note. */
  add(line: string): boolean;
  readonly gaps: readonly LiveGap[];
  /** Notes of trouble, each with its time. */
  readonly notes: readonly string[];
}

/**
 * From the stream's start to the first connection, from each trouble to the next connection, and from the last word of a
 * capture that was killed to the beginning of the next one.
 *
 * @param startedAt when the stream began, ISO 8601
 */
export function makeLiveGaps(startedAt: string): LiveGaps {
  const gaps: LiveGap[] = [];
  const notes: string[] = [];
  let open: { from: string; why: string } | null = { from: startedAt, why: "the capture began after the stream" };
  let last = startedAt;
  const close = (to: string) => {
    const { from, why } = open ?? { from: last, why: "the capture was ended without a word" };
    if (Date.parse(from) < Date.parse(to)) gaps.push({ from, to, why });
    open = null;
  };
  return {
    gaps,
    notes,
    add: (line) => {
      const isNote = line.startsWith("# ");
      const [at = "", ...words] = (isNote ? line.slice(2) : line).split(" ");
      const text = words.join(" ");
      if (isNote && text === joinedNote) close(at);
      else if (isNote && text === stoppedNote) {
        if (open) close(at);
        open = { from: at, why: "the capture was stopped" };
      } else if (isNote) {
        notes.push(`${at} ${text}`);
        open ??= { from: at, why: text };
      }
      last = at;
      return !isNote;
    },
  };
}
