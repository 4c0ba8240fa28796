import { z } from "zod";
import { anySignal, type Clock, retryAfterMs } from "#lib/effects/index.ts";
import { AuthError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { bodyPieces } from "../http/bodyPieces.ts";
import type { GqlAccess } from "./gqlAccess.ts";

/** Where a page begins: at a place that an earlier page named, or at a second of the stream. */
export const Place = z.union([
  z.strictObject({ cursor: z.string().min(1) }),
  z.strictObject({ contentOffsetSeconds: z.number().int().nonnegative() }),
]);
export type Place = z.infer<typeof Place>;

/**
 * What was answered: a page with its untouched text; `refused` where Twitch did not accept this way of asking; `unserved`
 * where it has the video but does not give its comments, for now or for ever.
 */
export type CommentsAnswer =
  | { readonly kind: "page"; readonly body: string; readonly page: CommentPage }
  | { readonly kind: "refused" | "unserved"; readonly message: string };

/** What has to be known of a page to ask for the next one. */
export interface CommentPage {
  readonly comments: readonly { readonly id: string; readonly offsetSeconds: number }[];
  /** Null at the end, or where Twitch named no place to go on. */
  readonly cursor: string | null;
  readonly hasNextPage: boolean;
}

const Edge = z.object({
  cursor: z.string().nullish(),
  node: z.object({ id: z.string(), contentOffsetSeconds: z.number() }),
});
const Answer = z.object({
  errors: z.array(z.object({ message: z.string() })).optional(),
  data: z
    .object({
      video: z
        .object({
          comments: z.object({ edges: z.array(Edge), pageInfo: z.object({ hasNextPage: z.boolean() }) }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Twitch refuses each way of asking for its pages; the client id or the query has to be renewed. */
export class GqlRefusedError extends AuthError {}
/** Twitch has the video and does not give its chat. */
export class UnservedError extends PermanentError {}

interface AskOptions {
  readonly access: GqlAccess;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const patienceMs = 30_000;
const pauseMs = 60_000;
/** A page has about 60 comments of 500 characters at most. */
const longestBody = 16 * 1024 * 1024;

/**
 * Asks for one page of the comments of a VOD.
 *
 * @throws PermanentError for a video that is gone, private or for subscribers only
 * @throws RateLimitedError, TransientError as the server and the network have it
 * @throws AuthError where the client id is refused
 */
export async function askComments(video: string, place: Place, options: AskOptions): Promise<CommentsAnswer> {
  const { access, signal } = options;
  const asked = {
    operationName: "VideoCommentsByOffsetOrCursor",
    variables: { videoID: video, ...place },
    extensions: { persistedQuery: { version: 1, sha256Hash: access.sha256Hash } },
  };
  const { status, pause, body } = await post(JSON.stringify([asked]), video, options);
  signal.throwIfAborted();
  if (status === 429)
    throw new RateLimitedError(`Twitch asks for a pause (HTTP 429) at the chat of ${video}.`, pause || pauseMs);
  if (status === 401 || status === 403)
    throw new GqlRefusedError(
      `Twitch refuses the client id (HTTP ${status}) at the chat of ${video}. Put the one that its player uses today into the configuration.`,
    );
  if (status !== 200)
    throw new TransientError(`Expected a page of the chat of ${video} from Twitch, found HTTP ${status}.`);
  return readAnswer(body, video);
}

function readAnswer(body: string, video: string): CommentsAnswer {
  const answer = parse(body, video);
  const message = (answer.errors ?? []).map((error) => error.message).join("; ");
  if (/integrity|PersistedQueryNotFound/i.test(message)) return { kind: "refused", message };
  if (/rate.?limit|too many requests/i.test(message))
    throw new RateLimitedError(`Twitch asks for a pause at the chat of ${video}: ${message}`, pauseMs);
  const { video: found } = answer.data ?? {};
  if (/subscriber|restrict|unauthorized|forbidden|private|login/i.test(message))
    throw new PermanentError(`The chat of the Twitch video ${video} is not for everybody: ${message}`);
  if (found === null && message === "")
    throw new PermanentError(
      `The Twitch video ${video} is not there: it was deleted, has expired, or is private. Its chat can only be imported from a file.`,
    );
  if (!found?.comments) return { kind: "unserved", message: message || "no comments, and no word why" };
  const { edges, pageInfo } = found.comments;
  return {
    kind: "page",
    body,
    page: {
      comments: edges.map(({ node }) => ({ id: node.id, offsetSeconds: Math.floor(node.contentOffsetSeconds) })),
      cursor: edges.at(-1)?.cursor || null,
      hasNextPage: pageInfo.hasNextPage,
    },
  };
}

/** Reads a page that was kept. */
export function readPage(body: string, video: string): CommentPage {
  const answer = readAnswer(body, video);
  if (answer.kind === "page") return answer.page;
  throw new TransientError(`Expected a kept page of the chat of ${video}, found ${answer.message}.`);
}

function parse(body: string, video: string): z.infer<typeof Answer> {
  let found: unknown;
  try {
    found = JSON.parse(body);
  } catch (cause) {
    throw new TransientError(`Expected JSON from Twitch for the chat of ${video}, found ${body.length} other bytes.`, {
      cause,
    });
  }
  const answer = Answer.safeParse(Array.isArray(found) ? found[0] : found);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  throw new TransientError(
    `Expected a page of comments from Twitch for ${video}, found another shape (${issue?.path.join(".")}: ${issue?.message}).`,
  );
}

async function post(
  content: string,
  video: string,
  options: AskOptions,
): Promise<{ status: number; pause: number; body: string }> {
  const { access, signal } = options;
  try {
    const response = await options.fetch(access.url, {
      method: "POST",
      headers: { "Client-ID": access.clientId, "Content-Type": "application/json" },
      body: content,
      redirect: "error",
      signal: anySignal([signal, AbortSignal.timeout(patienceMs)]),
    });
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of bodyPieces(response)) {
      length += piece.length;
      if (length > longestBody) throw new Error(`an answer of more than ${longestBody} bytes`);
      pieces.push(piece);
    }
    const body = Buffer.concat(pieces).toString("utf8");
    return { status: response.status, pause: retryAfterMs(response.headers, options.clock), body };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const why = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).message;
    throw new TransientError(`Expected an answer from Twitch for the chat of ${video}, found none (${why}).`, {
      cause,
    });
  }
}
