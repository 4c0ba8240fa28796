import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A comment by its id and its second. */
export type Said = readonly [id: string, second: number];

/** What goes wrong with a request: an HTTP status, a broken connection, an answer that is cut in the middle, or another body. */
export type Fault = { status: number; retryAfter?: string } | "reset" | "cut" | { body: unknown };

/** Whose comments a request is for: the `nth` of that video, counted from 1. */
export interface AskedOf {
  video: string;
  nth: number;
  byCursor: boolean;
}

/** A server that gives the comments of VODs as Twitch's GraphQL does, `pageSize` a page. */
export function loopbackTwitch(options: {
  /** The same of each video, or those of a video. */
  said: readonly Said[] | ((video: string) => readonly Said[]);
  pageSize?: number;
  /** Told the request's number, counted from 1. */
  faults?: (asked: number, of: AskedOf) => Fault | undefined;
  /** What it says to a request by cursor instead of a page. */
  cursorError?: string;
}) {
  const { pageSize = 3, faults, cursorError } = options;
  const asked: object[] = [];
  const askedOf = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [query] = JSON.parse(await text(request));
    const { videoID, cursor, contentOffsetSeconds } = query.variables;
    asked.push(cursor === undefined ? { contentOffsetSeconds } : { cursor });
    const nth = (askedOf.get(videoID) ?? 0) + 1;
    askedOf.set(videoID, nth);
    const said = typeof options.said === "function" ? options.said(videoID) : options.said;
    const fault = faults?.(asked.length, { video: videoID, nth, byCursor: cursor !== undefined });
    if (fault === "reset") return request.socket.destroy();
    if (fault === "cut") {
      response.write('[{"data":{"video":{"comments":{"edges":[');
      return void setImmediate(() => response.destroy());
    }
    if (fault && "status" in fault) {
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter });
      return response.end();
    }
    if (fault) return response.end(typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body));
    if (cursor !== undefined && cursorError !== undefined)
      return response.end(JSON.stringify([{ errors: [{ message: cursorError }] }]));
    const from =
      cursor === undefined ? said.findIndex(([, second]) => second >= contentOffsetSeconds) : Number(cursor.slice(1));
    response.end(JSON.stringify([pageOf(said, videoID, from === -1 ? said.length : from)]));
  };
  const pageOf = (said: readonly Said[], videoID: string, from: number) => ({
    data: {
      video: {
        id: videoID,
        comments: {
          edges: said.slice(from, from + pageSize).map(([id, second], i) => ({
            cursor: `c${from + i + 1}`,
            node: {
              id,
              commenter: { id: `u${id}`, login: `viewer_${id}`, displayName: `Viewer_${id}` },
              contentOffsetSeconds: second,
              createdAt: "2026-01-01T00:00:00Z",
              message: { fragments: [{ text: `text ${id}`, emote: null }], userBadges: [], userColor: null },
            },
          })),
          pageInfo: { hasNextPage: from + pageSize < said.length },
        },
      },
    },
    extensions: { durationMilliseconds: 7, operationName: "VideoCommentsByOffsetOrCursor" },
  });
  return { answer: (request: IncomingMessage, response: ServerResponse) => void answer(request, response), asked };
}
