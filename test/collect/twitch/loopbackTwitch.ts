import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A comment by its id and its second. */
export type Said = readonly [id: string, second: number];

/** What goes wrong with the request of a number, counted from 1: an HTTP status, a broken connection, or a body. */
export type Fault = { status: number; retryAfter?: string } | "reset" | { body: unknown };

/** A server that gives the comments of VODs as Twitch's GraphQL does, `pageSize` a page. */
export function loopbackTwitch(options: {
  said: readonly Said[];
  pageSize?: number;
  faults?: (asked: number) => Fault | undefined;
  /** What it says to a request by cursor instead of a page. */
  cursorError?: string;
}) {
  const { said, pageSize = 3, faults, cursorError } = options;
  const asked: object[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [query] = JSON.parse(await text(request));
    const { videoID, cursor, contentOffsetSeconds } = query.variables;
    asked.push(cursor === undefined ? { contentOffsetSeconds } : { cursor });
    const fault = faults?.(asked.length);
    if (fault === "reset") return request.socket.destroy();
    if (fault && "status" in fault) {
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter });
      return response.end();
    }
    if (fault) return response.end(typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body));
    if (cursor !== undefined && cursorError !== undefined)
      return response.end(JSON.stringify([{ errors: [{ message: cursorError }] }]));
    const from =
      cursor === undefined ? said.findIndex(([, second]) => second >= contentOffsetSeconds) : Number(cursor.slice(1));
    response.end(JSON.stringify([pageOf(videoID, from === -1 ? said.length : from)]));
  };
  const pageOf = (videoID: string, from: number) => ({
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
