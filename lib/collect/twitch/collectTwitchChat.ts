import { type Corpus, latestStep } from "#lib/corpus/index.ts";
import { AuthError, InputError, PermanentError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Fetched } from "../fetched.ts";
import { GqlRefusedError, UnservedError } from "./askComments.ts";
import { collectDownloaderChat, downloaderVariant } from "./collectDownloaderChat.ts";
import { collectVodChat, type FetchRun, fetchChatStep, vodChatState } from "./collectVodChat.ts";
import type { VodChatOptions } from "./fetchVodChat.ts";
import type { TwitchDownloaderOptions } from "./twitchDownloader.ts";

/** Where the chat of a VOD is fetched from; `auto` takes the second source where the first one fails for good. */
export const chatSources = ["auto", "gql", "twitch-downloader"] as const;
export type ChatSource = (typeof chatSources)[number];

/** Whether the chat of a VOD was fetched, from whichever source, and the highest number of the records. */
export async function twitchChatState(corpus: Corpus, video: VideoKey): Promise<{ done: boolean; published: number }> {
  const pages = await vodChatState(corpus, video);
  const downloaded = await latestStep(corpus, video, fetchChatStep, downloaderVariant);
  return { done: pages.done || downloaded !== null, published: Math.max(pages.published, downloaded?.n ?? 0) };
}

/**
 * Collects the chat of a Twitch VOD from Twitch's own pages, or by TwitchDownloaderCLI: where that is asked for, and with `auto`
 * where Twitch refuses each way of asking for its pages, or has the video and never gives its chat. A video that is gone is gone
 * for both.
 *
 * @returns the records that are still to be published
 * @throws as collectVodChat and collectDownloaderChat do; where both failed for good, with the words of both
 */
export async function collectTwitchChat(
  corpus: Corpus,
  video: VideoKey,
  options: VodChatOptions & TwitchDownloaderOptions & FetchRun & { chatSource: ChatSource },
): Promise<Fetched[]> {
  const { chatSource } = options;
  if (chatSource === "twitch-downloader") return [await collectDownloaderChat(corpus, video, options)];
  try {
    await collectVodChat(corpus, video, options);
    return [];
  } catch (error) {
    const isOfItsWay = error instanceof GqlRefusedError || error instanceof UnservedError;
    if (chatSource === "gql" || !isOfItsWay) throw error;
    return [await bySecondSource(corpus, video, options, error)];
  }
}

async function bySecondSource(
  corpus: Corpus,
  video: VideoKey,
  options: Parameters<typeof collectTwitchChat>[2],
  first: GqlRefusedError | UnservedError,
): Promise<Fetched> {
  const both = (message: string) =>
    first instanceof AuthError
      ? new AuthError(`${first.message} ${message}`, { cause: first })
      : new PermanentError(`${first.message} ${message}`, { cause: first });
  try {
    return await collectDownloaderChat(corpus, video, options);
  } catch (error) {
    if (error instanceof InputError && isMissing(error))
      throw both("TwitchDownloaderCLI, a second source of such chat, is not installed; see livecorpus doctor.");
    if (error instanceof PermanentError) throw both(error.message);
    throw error;
  }
}

const isMissing = ({ cause }: InputError) =>
  ["ENOENT", "EACCES"].includes((cause as NodeJS.ErrnoException)?.code ?? "");
