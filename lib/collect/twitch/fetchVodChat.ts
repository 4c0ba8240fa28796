import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Corpus } from "#lib/corpus/index.ts";
import { makeBackOff, type Patience, type RetryEffects, type TransferAt } from "#lib/effects/index.ts";
import { InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import {
  askComments,
  type CommentsAnswer,
  GqlRefusedError,
  type Place,
  readPage,
  UnservedError,
} from "./askComments.ts";
import type { GqlAccess } from "./gqlAccess.ts";
import { type KeptPage, keptPages } from "./keptPages.ts";
import { pageProgress } from "./pageProgress.ts";
import { makeTrail, type Trail } from "./trail.ts";

/** What fetching from Twitch needs of the world. */
export interface TwitchEffects extends RetryEffects {
  readonly fetch: typeof fetch;
}

/** How it is asked for. */
export interface VodChatOptions {
  readonly access: GqlAccess;
  readonly effects: TwitchEffects;
  readonly signal: AbortSignal;
  /** Of a page that does not come; by default two minutes. */
  readonly patience?: Patience;
  /** Between two pages, so that Twitch is not pressed; by default 150. */
  readonly pauseMs?: number;
  /** Of the VOD, where it is known; only to say how much is left. */
  readonly durationMs?: number | undefined;
  readonly onProgress?: ((at: TransferAt) => void) | undefined;
}

const gzipped = promisify(gzip);
const defaultPatience: Patience = { firstPauseMs: 1000, longestPauseMs: 30_000, giveUpAfterMs: 120_000 };

/**
 * Fetches the chat of a Twitch VOD into one file, a page a line as Twitch gave it. Each page is kept in the corpus before the next is
 * asked for, so that a run that was killed goes on where it was; the file is then the same.
 *
 * @param path of the file to write, gzip
 * @returns what the pages brought, with the doubts whether that is all
 * @throws InputError for what cannot be the id of a VOD
 * @throws PermanentError where the video is gone, or Twitch never gives its comments
 * @throws AuthError where Twitch refuses each way of asking
 * @throws RateLimitedError, TransientError to be tried again: what was fetched is kept
 */
export async function fetchVodChat(
  corpus: Corpus,
  video: VideoKey,
  path: string,
  options: VodChatOptions,
): Promise<Trail> {
  if (video.platform !== "twitch" || !/^[0-9]{1,20}$/.test(video.id))
    throw new InputError(
      `Expected the number of a Twitch VOD, found ${JSON.stringify(video.id)} of ${video.platform}. It stands in the VOD's address: twitch.tv/videos/NUMBER.`,
    );
  const { effects, signal, pauseMs = 150, durationMs, onProgress = () => {} } = options;
  const pages = keptPages(corpus, video);
  const trail = makeTrail();
  const progress = pageProgress(effects.clock, durationMs, onProgress);
  const file = await open(path, "w");
  try {
    for (let n = 1; trail.next !== null; n++) {
      signal.throwIfAborted();
      let kept = await pages.get(n);
      const isFresh = kept === null;
      if (!kept) {
        if (n > 1) await effects.sleep(pauseMs * (0.5 + effects.random.next()), signal);
        const fresh = await freshPage(video, trail, n === 1, options);
        if (!fresh) break;
        kept = await pages.keep(n, fresh);
      }
      trail.add(kept.asked, readPage(kept.body, video.id));
      progress(Buffer.byteLength(kept.body), trail.lastSecond, isFresh);
      // A line break in JSON can only stand between its parts.
      await file.writeFile(await gzipped(`${kept.body.replace(/[\r\n]+/g, " ")}\n`));
    }
  } finally {
    await file.close();
  }
  return trail;
}

/** The page at the trail's end; null where Twitch does not give it, which the trail then knows. */
async function freshPage(
  video: VideoKey,
  trail: Trail,
  isFirst: boolean,
  options: VodChatOptions,
): Promise<KeptPage | null> {
  for (;;) {
    const asked = trail.next;
    if (!asked) return null;
    const answer = await patiently(video, asked, options);
    if (answer.kind === "page") return { asked, body: answer.body };
    if (answer.kind === "refused") {
      if ("contentOffsetSeconds" in asked)
        throw new GqlRefusedError(
          `Twitch refuses each way of asking for the chat of ${video.id} (${answer.message}). Put the client id and the hash of the ` +
            "query VideoCommentsByOffsetOrCursor that its player uses today into the configuration.",
        );
      trail.refuseCursors();
      continue;
    }
    if (isFirst)
      throw new UnservedError(
        `Twitch has the video ${video.id} but does not give its chat (${answer.message}). It can only be imported from a file.`,
      );
    trail.end(`Twitch gave no more after second ${Math.max(0, ...trail.seconds)} (${answer.message})`);
  }
}

/** One answer, tried again while patience lasts; what Twitch never serves is in the end answered as such. */
async function patiently(video: VideoKey, place: Place, options: VodChatOptions): Promise<CommentsAnswer> {
  const { access, effects, signal, patience = defaultPatience } = options;
  const backOff = makeBackOff(patience, effects);
  for (;;) {
    let unserved: CommentsAnswer | null = null;
    try {
      const answer = await askComments(video.id, place, { access, ...effects, signal });
      if (answer.kind !== "unserved") return answer;
      unserved = answer;
      throw new TransientError(answer.message);
    } catch (error) {
      // The whole platform waits then, not this page.
      if (error instanceof RateLimitedError) throw error;
      try {
        await backOff.pause(error);
      } catch (last) {
        if (unserved) return unserved;
        throw last;
      }
      signal.throwIfAborted();
    }
  }
}
