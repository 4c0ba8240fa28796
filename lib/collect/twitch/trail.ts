import type { CommentPage, Place } from "./askComments.ts";

/** So many pages in a row that bring nothing new are no progress. */
const mostIdlePages = 50;

/** What the pages of a VOD's chat have brought so far, in the order in which they were asked for. */
export interface Trail {
  /** Where the next page begins; null at the end. */
  readonly next: Place | null;
  /** Seconds of the stream that have messages. */
  readonly seconds: ReadonlySet<number>;
  readonly messages: number;
  /** The last second that was reached. */
  readonly lastSecond: number;
  /** Why messages may be missing, as sentences. */
  readonly doubts: readonly string[];
  /** Takes in a page and decides where the next one begins. */
  add(asked: Place, page: CommentPage): void;
  /** Goes on by seconds, since places that pages named are refused. */
  refuseCursors(): void;
  /** Ends it here, for a reason. */
  end(doubt: string): void;
}

/**
 * The way through the pages: from place to place as the pages name them; where Twitch refuses that, from second to second. A page
 * that begins at the last second known overlaps the one before, so messages are told apart by their ids; one that stays within
 * its own second is followed by the next second.
 */
export function makeTrail(): Trail {
  const ids = new Set<string>();
  const cursors = new Set<string>();
  const seconds = new Set<number>();
  const doubts: string[] = [];
  let next: Place | null = { contentOffsetSeconds: 0 };
  let bySeconds = false;
  let lastSecond = 0;
  let idlePages = 0;
  let pages = 0;

  const end = (doubt: string) => {
    doubts.push(doubt);
    next = null;
  };
  const nextSecond = (asked: Place): Place => {
    const from = "contentOffsetSeconds" in asked ? asked.contentOffsetSeconds : -1;
    if (lastSecond > from) return { contentOffsetSeconds: lastSecond };
    doubts.push(`second ${from} has more messages than a page; some of them may be missing`);
    return { contentOffsetSeconds: from + 1 };
  };
  return {
    get next() {
      return next;
    },
    seconds,
    get messages() {
      return ids.size;
    },
    get lastSecond() {
      return lastSecond;
    },
    doubts,
    end,
    refuseCursors: () => {
      bySeconds = true;
      next = { contentOffsetSeconds: lastSecond };
    },
    add: (asked, { comments, cursor, hasNextPage }) => {
      // A page after the first that was asked for by its second: an earlier run was refused the places.
      if (pages++ > 0 && "contentOffsetSeconds" in asked) bySeconds = true;
      const before = ids.size;
      for (const { id, offsetSeconds } of comments) {
        ids.add(id);
        seconds.add(offsetSeconds);
        lastSecond = Math.max(lastSecond, offsetSeconds);
      }
      idlePages = ids.size > before ? 0 : idlePages + 1;
      if (!hasNextPage) next = null;
      else if (comments.length === 0) end("a page without messages said that more follow");
      else if (idlePages > mostIdlePages) end(`the last ${idlePages} pages brought nothing new`);
      else if (bySeconds || cursor === null) next = nextSecond(asked);
      else if (cursors.has(cursor)) end("the pages went round in a circle");
      else {
        cursors.add(cursor);
        next = { cursor };
      }
    },
  };
}
