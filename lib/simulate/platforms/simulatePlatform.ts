import type { Candidate } from "#lib/records/index.ts";

const day = 86_400_000;

/**
 * A `fetch` that reaches no network and answers as YouTube's Data API v3 or Twitch's Helix would whose videos are these, so
 * that the code that selects on a platform can be run and shown without a key. Any key is good.
 *
 * @param now what a period of Twitch counts back from
 */
export function simulatePlatform(videos: readonly Candidate[], now: Date): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { hostname, pathname, searchParams } = url;
    const answers: Readonly<Record<string, () => unknown>> = {
      "www.googleapis.com/youtube/v3/search": () => youtubeSearch(videos, searchParams),
      "www.googleapis.com/youtube/v3/videos": () => youtubeVideos(videos, searchParams),
      "id.twitch.tv/oauth2/token": () => ({ access_token: "simulated", expires_in: 5_000_000, token_type: "bearer" }),
      "api.twitch.tv/helix/games": () => ({ data: [{ id: "509658", name: searchParams.get("name") }] }),
      "api.twitch.tv/helix/videos": () => twitchVideos(videos, searchParams, now),
    };
    const answer = answers[hostname + pathname];
    init?.signal?.throwIfAborted();
    if (!answer) return reply({ message: `${hostname}${pathname} is not simulated` }, 404);
    return reply(answer());
  };
}

function youtubeSearch(videos: readonly Candidate[], query: URLSearchParams) {
  const after = Date.parse(query.get("publishedAfter") ?? "1970-01-01");
  const before = Date.parse(query.get("publishedBefore") ?? "9999-01-01");
  // What has no start was still published.
  const found = videos.filter(({ startedAt }) => {
    const ms = startedAt === undefined ? after : Date.parse(startedAt);
    return ms >= after && ms < before;
  });
  sortFound(found, query.get("order") === "viewCount");
  const { page, next } = pageOf(found, query.get("pageToken"), Number(query.get("maxResults") ?? 5));
  return {
    kind: "youtube#searchListResponse",
    ...(next === null ? {} : { nextPageToken: next }),
    items: page.map(({ id }) => ({ kind: "youtube#searchResult", id: { kind: "youtube#video", videoId: id } })),
  };
}

function youtubeVideos(videos: readonly Candidate[], query: URLSearchParams) {
  const ids = new Set((query.get("id") ?? "").split(","));
  const items = videos
    .filter(({ id, gone }) => ids.has(id) && !gone)
    .map(({ id, channelId, channel, title, language, durationMs, viewCount, startedAt, endedAt }) => ({
      kind: "youtube#video",
      id,
      snippet: {
        channelId,
        channelTitle: channel,
        title,
        defaultAudioLanguage: language,
        liveBroadcastContent: "none",
      },
      contentDetails: durationMs === undefined ? {} : { duration: `PT${Math.floor(durationMs / 1000)}S` },
      statistics: { viewCount: String(viewCount) },
      liveStreamingDetails: { actualStartTime: startedAt, actualEndTime: endedAt },
    }));
  return { kind: "youtube#videoListResponse", items };
}

function twitchVideos(videos: readonly Candidate[], query: URLSearchParams, now: Date) {
  const days = { day: 1, week: 7, month: 31 }[query.get("period") ?? "all"] ?? Number.POSITIVE_INFINITY;
  const found = videos.filter(
    ({ gone, startedAt, language }) =>
      !gone &&
      startedAt !== undefined &&
      now.getTime() - Date.parse(startedAt) <= days * day &&
      (query.get("language") ?? language) === language,
  );
  sortFound(found, query.get("sort") === "views");
  const { page, next } = pageOf(found, query.get("after"), Number(query.get("first") ?? 20));
  const data = page.map(({ id, channelId, channel, title, startedAt, viewCount, language, durationMs = 0 }) => ({
    id,
    user_id: channelId,
    user_login: channel,
    title,
    created_at: startedAt,
    view_count: viewCount,
    language,
    duration: `${Math.floor(durationMs / 1000)}s`,
  }));
  return { data, pagination: next === null ? {} : { cursor: next } };
}

function sortFound(found: Candidate[], byViews: boolean): void {
  found.sort((a, b) =>
    byViews
      ? (b.viewCount ?? 0) - (a.viewCount ?? 0)
      : Date.parse(b.startedAt ?? "1970-01-01") - Date.parse(a.startedAt ?? "1970-01-01"),
  );
}

function pageOf(found: readonly Candidate[], token: string | null, size: number) {
  const at = token === null ? 0 : Number(token);
  const next = at + size < found.length ? String(at + size) : null;
  return { page: found.slice(at, at + size), next };
}

function reply(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
