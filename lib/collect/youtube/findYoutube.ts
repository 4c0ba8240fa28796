import { PermanentError } from "#lib/errors.ts";
import type { Candidate } from "#lib/records/index.ts";
import type { Progress } from "../select/progress.ts";
import { unitsOf } from "./quotaMeter.ts";
import type { SearchAnswer, YoutubeApi } from "./youtubeApi.ts";
import { PageTokenError } from "./youtubeError.ts";

const idsACall = 50;
/** The API is known to end a search after about 500 videos, whatever more there are. */
const ceilingPages = 10;

/**
 * Finds the candidates of a selection on YouTube: each query in each window page by page, then the details of all that was
 * found. `save` is called after each answer, so that it goes on where it was when the day's quota or the process ends.
 * Repeated videos count once, at their first place; an empty page with a token goes on; a token that the search gave before
 * ends it; a token that YouTube forgot overnight begins that search anew.
 *
 * @param progress where to begin; it is changed
 * @param needs.channelSizes true to ask how many subscribers each channel has
 */
export async function findYoutube(
  api: YoutubeApi,
  progress: Progress,
  save: () => Promise<void>,
  needs: { channelSizes: boolean },
): Promise<{ candidates: Candidate[]; notes: string[] }> {
  const known = new Set(progress.found.map(({ id }) => id));
  const add = (id: string, foundBy: string) => {
    if (!known.has(id)) progress.found.push({ id, foundBy });
    known.add(id);
  };
  for (const id of progress.asked.videos) add(id, "list");
  for (const search of progress.searches) {
    const tokens = new Set<string>();
    let begun = 0;
    while (!search.done) {
      const page = await searchOnce(api, progress, search);
      if (page === "forgotten") {
        if (++begun > 1)
          throw new PermanentError(
            `YouTube forgets the page tokens of the search for ${JSON.stringify(search.query)} as soon as it gave them.`,
          );
        Object.assign(search, { pages: 0, next: null });
        continue;
      }
      for (const id of page.ids) add(id, search.query);
      search.pages++;
      const atBound = progress.asked.pages !== null && search.pages >= progress.asked.pages;
      search.cut = page.next === null ? search.pages >= ceilingPages : atBound;
      search.done = page.next === null || atBound || tokens.has(page.next);
      if (page.next !== null) tokens.add(page.next);
      search.next = search.done ? null : page.next;
      await save();
    }
  }
  const detailed = new Set(progress.details.map(({ id }) => id));
  const missing = progress.found.filter(({ id }) => !detailed.has(id));
  for (let i = 0; i < missing.length; i += idsACall) {
    const batch = missing.slice(i, i + idsACall);
    const facts = new Map(
      (await counted(progress, "list", () => api.videos(batch.map(({ id }) => id)))).map((one) => [one.id, one]),
    );
    for (const { id, foundBy } of batch) {
      const one = facts.get(id);
      progress.details.push({ platform: "youtube", foundBy, ...(one ?? { gone: true as const }), id });
    }
    await save();
  }
  if (needs.channelSizes) await addChannelSizes(api, progress, save);
  return { candidates: progress.details, notes: notesOf(progress) };
}

async function addChannelSizes(api: YoutubeApi, progress: Progress, save: () => Promise<void>): Promise<void> {
  const unknown = progress.details.flatMap(({ channelId, channelSize }) =>
    channelId !== undefined && channelSize === undefined ? [channelId] : [],
  );
  const channels = [...new Set(unknown)];
  for (let i = 0; i < channels.length; i += idsACall) {
    const sizes = await counted(progress, "list", () => api.channelSizes(channels.slice(i, i + idsACall)));
    progress.details = progress.details.map((one) => {
      const channelSize = one.channelId === undefined ? undefined : sizes.get(one.channelId);
      return channelSize === undefined ? one : { ...one, channelSize };
    });
    await save();
  }
}

async function searchOnce(
  api: YoutubeApi,
  progress: Progress,
  search: Progress["searches"][number],
): Promise<SearchAnswer | "forgotten"> {
  const { region, language, order } = progress.asked;
  try {
    return await counted(progress, "search", () =>
      api.search({
        q: search.query === "" ? undefined : search.query,
        order: order ?? undefined,
        regionCode: region ?? undefined,
        relevanceLanguage: language ?? undefined,
        publishedAfter: search.window?.from,
        publishedBefore: search.window?.to,
        pageToken: search.next ?? undefined,
      }),
    );
  } catch (error) {
    if (error instanceof PageTokenError && search.next !== null) return "forgotten";
    throw error;
  }
}

async function counted<T>(progress: Progress, call: keyof typeof unitsOf, act: () => Promise<T>): Promise<T> {
  const answer = await act();
  progress.calls++;
  progress.units += unitsOf[call];
  return answer;
}

function notesOf({ searches, found }: Progress): string[] {
  const cut = searches.filter((search) => search.cut);
  if (cut.length === 0) return [];
  const windows = cut.map(
    ({ query, window }) => `${query || "(no query)"}${window ? ` ${window.from} to ${window.to}` : ""}`,
  );
  return [
    `${cut.length} of ${searches.length} searches ended at a bound and not at their last video, so the frame of ${found.length} ` +
      `videos is not all there is; shorter windows see more: ${windows.slice(0, 5).join("; ")}${cut.length > 5 ? "; ..." : ""}.`,
  ];
}
