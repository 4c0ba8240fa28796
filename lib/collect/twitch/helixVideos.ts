import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { Asked, Candidate } from "#lib/records/index.ts";
import type { Progress } from "../select/progress.ts";
import { type Helix, type HelixQuery, NotThereError } from "./helix.ts";

const pageRows = 100;
/** So many pages in a row may be empty before a cursor is not followed any more. */
const mostEmptyPages = 3;
/** What the historical planner takes where the category's name is not found. */
const knownCategories: Readonly<Record<string, string>> = { "Just Chatting": "509658" };

const Game = z.object({ id: z.string(), name: z.string() });
const User = z.object({ id: z.string(), login: z.string() });
const VideoRow = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  user_id: z.string().optional(),
  user_login: z.string().optional(),
  title: z.string().optional(),
  created_at: z.string().optional(),
  view_count: z.number().int().nonnegative().optional(),
  language: z.string().optional(),
  duration: z.string().optional(),
});
const StreamRow = VideoRow.omit({ created_at: true, view_count: true, duration: true }).extend({
  started_at: z.string().optional(),
  viewer_count: z.number().int().nonnegative().optional(),
});

/**
 * A duration as Twitch writes it, e.g. `3h8m33s`, in milliseconds; undefined where it is none.
 */
export function helixDurationMs(text: string): number | undefined {
  const found = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!found || text === "") return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/**
 * Finds the candidates of a selection on Twitch: recordings of categories, of channels, or by their ids, or with `live` the
 * streams that run now. Repeated ones count once, at their first place. Sorted by time, it stops at the first that is older
 * than what was asked for. `save` is called after each page, so that it goes on where it was.
 *
 * @param progress where to begin; it is changed
 * @param oldest the start before which nothing is wanted, or null
 * @throws InputError for a category or channel that Twitch does not know
 */
export async function findTwitch(
  helix: Helix,
  progress: Progress,
  oldest: string | null,
  save: () => Promise<void>,
): Promise<{ candidates: Candidate[]; notes: string[] }> {
  const { asked, searches, details } = progress;
  const found = new Set(details.map(({ id }) => id));
  const add = (one: Candidate) => {
    if (!found.has(one.id)) details.push(one);
    found.add(one.id);
  };
  for (const [i, { name, query }] of (await searchesOf(helix, progress)).entries()) {
    const search = searches[i]!;
    if (search.done || !query) continue;
    const isEnded = await eachPage(helix, asked, query, search, async (rows, next) => {
      for (const row of rows) if (!isFull(found, asked)) add({ ...row, foundBy: name });
      const last = rows.at(-1)?.startedAt;
      const isOld = asked.order === "time" && oldest !== null && last !== undefined && last < oldest;
      if (isFull(found, asked)) search.note = `The frame ends at ${asked.candidates} candidates, within ${name}.`;
      search.pages++;
      search.done = next === null || isOld || isFull(found, asked);
      search.cut = search.note !== undefined;
      search.next = search.done ? null : next;
      await save();
      return search.done;
    });
    if (isEnded) continue;
    const note = `Twitch gave a cursor twice, or empty pages only, within ${name}: more may be there.`;
    Object.assign(search, { done: true, next: null, cut: true, note });
    await save();
  }
  for (const id of asked.videos) {
    if (found.has(id)) continue;
    add(await listedVideo(helix, id));
    await save();
  }
  return { candidates: details, notes: searches.flatMap(({ note }) => note ?? []) };
}

/** One call each: of a list, Helix does not say which one is gone. */
async function listedVideo(helix: Helix, id: string): Promise<Candidate> {
  try {
    const [row] = (await helix.page("videos", { id }, VideoRow)).rows;
    if (row) return { ...rowOf(row), foundBy: "list" };
  } catch (error) {
    if (!(error instanceof NotThereError)) throw error;
  }
  return { platform: "twitch", id, foundBy: "list", gone: true };
}

const isFull = (found: ReadonlySet<string>, { candidates }: Asked) => candidates !== null && found.size >= candidates;

type Row = Omit<Candidate, "foundBy">;

/** Hands on page by page until one is the last to be wanted; false where the pages go round in a circle, or are empty. */
async function eachPage(
  helix: Helix,
  asked: Asked,
  query: HelixQuery,
  from: { next: string | null },
  isLast: (rows: Row[], next: string | null) => Promise<boolean>,
): Promise<boolean> {
  const cursors = new Set<string>();
  let empty = 0;
  let isKept = from.next !== null;
  for (let after = from.next ?? undefined; ; ) {
    const page = await pageOf(helix, asked, { ...query, after }).catch((error) => {
      // A cursor of an earlier run, which Twitch does not know any more: this search begins anew.
      if (!isKept || !(error instanceof InputError)) throw error;
      return null;
    });
    isKept = false;
    if (page === null) {
      after = undefined;
      continue;
    }
    const { rows, next } = page;
    if ((await isLast(rows, next)) || next === null) return true;
    empty = rows.length === 0 ? empty + 1 : 0;
    if (cursors.has(next) || empty >= mostEmptyPages) return false;
    cursors.add(next);
    after = next;
  }
}

async function pageOf(helix: Helix, { live }: Asked, query: HelixQuery): Promise<{ rows: Row[]; next: string | null }> {
  if (live) {
    const { rows, next } = await helix.page("streams", query, StreamRow);
    return {
      rows: rows.map(({ started_at, viewer_count, ...row }) => ({
        ...rowOf({ ...row, created_at: started_at, view_count: viewer_count }),
        live: true as const,
      })),
      next,
    };
  }
  const { rows, next } = await helix.page("videos", query, VideoRow);
  return { rows: rows.map(rowOf), next };
}

/** What Helix is asked, and by which name what it gives is known; null for a search that is done. */
async function searchesOf(
  helix: Helix,
  { asked, searches: known }: Progress,
): Promise<{ name: string; query: HelixQuery | null }[]> {
  const { live, language, order, period } = asked;
  const several = live
    ? { first: pageRows, language: language ?? undefined }
    : {
        first: Math.min(pageRows, asked.candidates ?? pageRows),
        type: "archive",
        sort: order ?? "time",
        // Twitch refuses a period beside this order.
        period: order === "trending" ? undefined : (period ?? undefined),
      };
  const named = [
    ...asked.categories.map((name) => ({
      name,
      whereOf: async () => ({ game_id: await categoryId(helix, name), ...(language !== null && { language }) }),
    })),
    ...asked.channels.map((name) => ({ name, whereOf: async () => ({ user_id: await channelId(helix, name) }) })),
  ];
  const searches: { name: string; query: HelixQuery | null }[] = [];
  // All names are looked up before the first search, so that a wrong one is said at once.
  for (const [i, { name, whereOf }] of named.entries())
    searches.push({ name, query: known[i]?.done ? null : { ...(await whereOf()), ...several } });
  return searches;
}

async function channelId(helix: Helix, login: string): Promise<string> {
  const { rows } = await helix.page("users", { login }, User);
  const [user] = rows;
  if (!user) throw new InputError(`There is no channel ${JSON.stringify(login)} on Twitch. Check its login name.`);
  return user.id;
}

async function categoryId(helix: Helix, name: string): Promise<string> {
  const { rows } = await helix.page("games", { name }, Game);
  const id = rows[0]?.id ?? knownCategories[name];
  if (id === undefined)
    throw new InputError(`There is no category ${JSON.stringify(name)} on Twitch. Give its whole English name.`);
  return id;
}

function rowOf({ id, ...row }: z.infer<typeof VideoRow>): Row {
  const durationMs = helixDurationMs(row.duration ?? "");
  const startMs = Date.parse(row.created_at ?? "");
  return {
    platform: "twitch",
    id,
    ...(row.user_id && { channelId: row.user_id }),
    ...(row.user_login && { channel: row.user_login }),
    ...(row.title !== undefined && { title: row.title }),
    ...(!Number.isNaN(startMs) && { startedAt: new Date(startMs).toISOString() }),
    ...(!Number.isNaN(startMs) &&
      durationMs !== undefined && { endedAt: new Date(startMs + durationMs).toISOString() }),
    ...(durationMs !== undefined && { durationMs }),
    ...(row.view_count !== undefined && { viewCount: row.view_count }),
    ...(row.language && { language: row.language }),
  };
}
