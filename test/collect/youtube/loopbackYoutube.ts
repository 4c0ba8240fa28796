import { type Given, type Loopback, type Received, startLoopback } from "../http/loopbackServer.ts";

/** A video of the server. */
export interface HostedVideo {
  id: string;
  publishedAt: string;
  start?: string;
  end?: string;
  duration?: string;
  views?: string;
  channel?: string;
  title?: string;
  language?: string;
  /** Found by a search, and gone when its details are asked for. */
  deleted?: true;
}

/** A server that behaves as the YouTube Data API v3 does. */
export interface LoopbackYoutube extends Loopback {
  videos: HostedVideo[];
  /** The keys that are valid. */
  keys: Set<string>;
  /** Units that are left; a call that they do not cover is answered with quotaExceeded. */
  unitsLeft: number;
  pageSize: number;
  /** Answers that come before anything else, in turn. */
  faults: Given[];
  /** Page tokens that the server gave and knows; cleared, they are invalid. */
  tokens: Map<string, number>;
  /** True to put an empty page before the second one, and to repeat the last video of each page on the next. */
  odd: boolean;
  /** Of each channel; null where it hides them. */
  subscribers: Record<string, string | null>;
}

/** The error body of Google's APIs. */
export function googleError(code: number, reason: string, message: string): Given {
  const errors = [{ message, domain: reason === "keyInvalid" ? "usageLimits" : "youtube.quota", reason }];
  return { status: code, body: { error: { code, message, errors } } };
}

const quotaMessage =
  'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.';

export async function startLoopbackYoutube(videos: HostedVideo[], key: string): Promise<LoopbackYoutube> {
  const state = {
    videos,
    keys: new Set([key]),
    unitsLeft: 10_000,
    pageSize: 50,
    faults: [] as Given[],
    tokens: new Map<string, number>(),
    odd: false,
    subscribers: {} as Record<string, string | null>,
  };
  const server = await startLoopback((request) => answer(server, request));
  return Object.assign(server, state) as LoopbackYoutube;
}

function answer(server: Loopback, { path, query, headers }: Received): Given {
  const state = server as LoopbackYoutube;
  const fault = state.faults.shift();
  if (fault) return fault;
  if (!state.keys.has(String(headers["x-goog-api-key"])))
    return googleError(400, "keyInvalid", "API key not valid. Please pass a valid API key.");
  const units = path === "/youtube/v3/search" ? 100 : 1;
  if (units > state.unitsLeft) return googleError(403, "quotaExceeded", quotaMessage);
  state.unitsLeft -= units;
  if (path === "/youtube/v3/search") return search(state, query);
  if (path === "/youtube/v3/videos") return list(state, query);
  if (path === "/youtube/v3/channels") return channels(state, query);
  return googleError(404, "notFound", "Not found");
}

function search(state: LoopbackYoutube, query: URLSearchParams): Given {
  const after = query.get("publishedAfter") ?? "";
  const before = query.get("publishedBefore") ?? "9999";
  const found = state.videos.filter(({ publishedAt }) => publishedAt >= after && publishedAt < before);
  if (query.get("order") === "viewCount") found.sort((a, b) => Number(b.views ?? 0) - Number(a.views ?? 0));
  const token = query.get("pageToken");
  const at = token === null ? 0 : state.tokens.get(token);
  if (at === undefined) return googleError(400, "invalidPageToken", "The request specifies an invalid page token.");
  const isEmpty = state.odd && token === "EMPTY";
  const size = Math.min(state.pageSize, Number(query.get("maxResults")));
  const page = isEmpty ? [] : found.slice(state.odd ? Math.max(0, at - 1) : at, at + size);
  const next = isEmpty ? at : at + size;
  const nextToken = state.odd && token === null ? "EMPTY" : `T${next}`;
  if (next < found.length) state.tokens.set(nextToken, next);
  return {
    body: {
      kind: "youtube#searchListResponse",
      ...(next < found.length && { nextPageToken: nextToken }),
      regionCode: query.get("regionCode") ?? "US",
      pageInfo: { totalResults: 1_000_000, resultsPerPage: 50 },
      items: [
        ...page.map(({ id, title }) => ({
          kind: "youtube#searchResult",
          id: { kind: "youtube#video", videoId: id },
          snippet: { title },
        })),
        ...(state.odd ? [{ kind: "youtube#searchResult", id: { kind: "youtube#video" } }] : []),
      ],
    },
  };
}

function channels(state: LoopbackYoutube, query: URLSearchParams): Given {
  const ids = (query.get("id") ?? "").split(",");
  if (ids.length > 50) return googleError(400, "invalidFilters", "Too many ids.");
  const items = ids.flatMap((id) => {
    const count = state.subscribers[id];
    if (count === undefined) return [];
    const statistics =
      count === null
        ? { hiddenSubscriberCount: true, subscriberCount: "0" }
        : { hiddenSubscriberCount: false, subscriberCount: count };
    return [{ kind: "youtube#channel", id, statistics }];
  });
  return { body: { items } };
}

function list(state: LoopbackYoutube, query: URLSearchParams): Given {
  const ids = (query.get("id") ?? "").split(",");
  if (ids.length > 50) return googleError(400, "invalidFilters", "Too many ids.");
  const items = state.videos
    .filter(({ id, deleted }) => ids.includes(id) && !deleted)
    .map(({ id, start, end, duration, views, channel, title, language }) => ({
      kind: "youtube#video",
      id,
      snippet: {
        channelId: channel,
        channelTitle: channel,
        title,
        defaultAudioLanguage: language,
        liveBroadcastContent: "none",
      },
      contentDetails: { duration },
      statistics: views === undefined ? {} : { viewCount: views, likeCount: "1" },
      liveStreamingDetails: { actualStartTime: start, actualEndTime: end },
    }));
  return { body: { kind: "youtube#videoListResponse", items, pageInfo: { totalResults: items.length } } };
}
