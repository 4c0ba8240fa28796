import { z } from "zod";
import type { HttpDoor } from "../http/httpDoor.ts";
import { isoDurationMs } from "./isoDuration.ts";
import type { QuotaMeter } from "./quotaMeter.ts";
import { QuotaExceededError, youtubeError } from "./youtubeError.ts";

const base = "https://www.googleapis.com/youtube/v3";

const SearchPage = z.object({
  nextPageToken: z.string().min(1).optional(),
  items: z.array(z.object({ id: z.object({ videoId: z.string().optional() }).optional() })).default([]),
});

const Item = z.object({
  id: z.string(),
  snippet: z
    .object({
      channelId: z.string().optional(),
      channelTitle: z.string().optional(),
      title: z.string().optional(),
      liveBroadcastContent: z.string().optional(),
      defaultAudioLanguage: z.string().optional(),
      defaultLanguage: z.string().optional(),
    })
    .optional(),
  contentDetails: z.object({ duration: z.string().optional() }).optional(),
  statistics: z.object({ viewCount: z.string().optional() }).optional(),
  liveStreamingDetails: z
    .object({ actualStartTime: z.string().optional(), actualEndTime: z.string().optional() })
    .optional(),
});
const VideoPage = z.object({ items: z.array(Item).default([]) });

const ChannelPage = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        statistics: z
          .object({ subscriberCount: z.string().optional(), hiddenSubscriberCount: z.boolean().optional() })
          .optional(),
      }),
    )
    .default([]),
});

/** One page of a search: the ids in its order, how many rows had none, and the token of the next page. */
export interface SearchAnswer {
  ids: string[];
  withoutId: number;
  next: string | null;
}

/** What YouTube says of a video; what it does not say is missing. */
export interface VideoFacts {
  id: string;
  channelId?: string;
  channel?: string;
  title?: string;
  startedAt?: string;
  endedAt?: string;
  durationMs?: number;
  viewCount?: number;
  language?: string;
  live?: true;
}

/** The calls of the YouTube Data API v3 that a selection makes. */
export interface YoutubeApi {
  /** 100 units. */
  search(query: Readonly<Record<string, string | undefined>>): Promise<SearchAnswer>;
  /** 1 unit; at most 50 ids, and those that are gone are missing from the answer. */
  videos(ids: readonly string[]): Promise<VideoFacts[]>;
  /** 1 unit; the subscribers of at most 50 channels, those that hide them are missing. */
  channelSizes(ids: readonly string[]): Promise<Map<string, number>>;
}

/**
 * The API behind a door, each call on the meter; the key goes into a header, so that it is in no address.
 *
 * @throws RateLimitedError where the day's quota is used up, AuthError for a key that is not valid
 */
export function makeYoutubeApi(door: HttpDoor, key: string, meter: QuotaMeter): YoutubeApi {
  const headers = { "X-Goog-Api-Key": key };
  async function ask<T>(
    call: "search" | "list",
    path: string,
    query: Record<string, string | undefined>,
    answer: z.ZodType<T>,
  ) {
    const before = () => meter.spend(call);
    const what = call === "search" ? "search YouTube" : `list ${path} of YouTube`;
    try {
      return await door.json({ what, url: `${base}/${path}`, query, headers, answer, before, explain: youtubeError });
    } catch (error) {
      if (error instanceof QuotaExceededError) throw await meter.exhaust();
      throw error;
    }
  }
  return {
    search: async (query) => {
      const fixed = { part: "snippet", type: "video", eventType: "completed", maxResults: "50" };
      const { items, nextPageToken } = await ask("search", "search", { ...fixed, ...query }, SearchPage);
      const ids = items.flatMap(({ id }) => {
        const videoId = id?.videoId;
        return isYoutubeId(videoId) ? [videoId] : [];
      });
      return { ids, withoutId: items.length - ids.length, next: nextPageToken ?? null };
    },
    videos: async (ids) => {
      const part = "snippet,contentDetails,statistics,liveStreamingDetails";
      const { items } = await ask("list", "videos", { part, id: ids.join(","), maxResults: "50" }, VideoPage);
      return items.filter(({ id }) => isYoutubeId(id)).map(factsOf);
    },
    channelSizes: async (ids) => {
      const query = { part: "statistics", id: ids.join(","), maxResults: "50" };
      const { items } = await ask("list", "channels", query, ChannelPage);
      const sizes = items.flatMap(({ id, statistics }): [string, number][] => {
        const count = statistics?.hiddenSubscriberCount ? undefined : statistics?.subscriberCount;
        return count !== undefined && /^\d{1,15}$/.test(count) ? [[id, Number(count)]] : [];
      });
      return new Map(sizes);
    },
  };
}

/** True for what can be the id of a video. */
export function isYoutubeId(id: string | undefined): id is string {
  return id !== undefined && /^[A-Za-z0-9_-]{11}$/.test(id);
}

function factsOf({ id, snippet, contentDetails, statistics, liveStreamingDetails }: z.infer<typeof Item>): VideoFacts {
  const startedAt = instantOf(liveStreamingDetails?.actualStartTime);
  const endedAt = instantOf(liveStreamingDetails?.actualEndTime);
  const live = snippet?.liveBroadcastContent === "live";
  const durationMs = live ? undefined : isoDurationMs(contentDetails?.duration ?? "");
  const views = statistics?.viewCount;
  const language = snippet?.defaultAudioLanguage ?? snippet?.defaultLanguage;
  return {
    id,
    ...(snippet?.channelId !== undefined && { channelId: snippet.channelId }),
    ...(snippet?.channelTitle !== undefined && { channel: snippet.channelTitle }),
    ...(snippet?.title !== undefined && { title: snippet.title }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(durationMs !== undefined && { durationMs }),
    ...(views !== undefined && /^\d{1,15}$/.test(views) && { viewCount: Number(views) }),
    ...(language !== undefined && { language }),
    ...(live && { live: true as const }),
  };
}

/** RFC 3339 with an offset, in UTC; undefined for anything else. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
