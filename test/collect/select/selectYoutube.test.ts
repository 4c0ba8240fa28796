import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSelection, type SelectionRequest, type SelectOptions, selectVideos } from "#lib/collect/index.ts";
import { addTakedown, type Corpus, openCorpus, purgeVideo } from "#lib/corpus/index.ts";
import { AuthError, InputError, RateLimitedError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { doorEffects } from "../http/doorEffects.ts";
import { redirectedFetch } from "../http/redirectedFetch.ts";
import {
  googleError,
  type HostedVideo,
  type LoopbackYoutube,
  startLoopbackYoutube,
} from "../youtube/loopbackYoutube.ts";

const key = "AIzaPlantedSecretOfThisTest";
let folder: string;
let corpus: Corpus;
let server: LoopbackYoutube;
let world: ReturnType<typeof doorEffects>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-select-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: new Uint8Array(32) });
  world = doorEffects("2026-03-10T12:00:00Z");
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A stream of March 2026; `n` is also its views. */
const stream = (n: number, more: Partial<HostedVideo> = {}): HostedVideo => ({
  id: `v${String(n).padStart(10, "0")}`,
  publishedAt: "2026-03-08T10:00:00Z",
  start: "2026-03-08T10:00:00Z",
  end: "2026-03-08T12:00:00Z",
  duration: "PT2H",
  views: `${n}`,
  channel: `UC${n % 3}`,
  title: `<b>stream</b> ${n}`,
  ...more,
});

const serve = async (videos: HostedVideo[]) => {
  server = await startLoopbackYoutube(videos, key);
};

function select(
  name: string,
  request: Omit<SelectionRequest, "platform">,
  more: Partial<Pick<SelectOptions, "seed" | "hasChat">> & { dailyUnits?: number; key?: string } = {},
) {
  const http = { ...world.options, fetch: redirectedFetch({ "www.googleapis.com": server.url }) };
  return selectVideos({
    corpus,
    name,
    request: { platform: "youtube", ...request },
    access: { platform: "youtube", key: more.key ?? key, dailyUnits: more.dailyUnits ?? 10_000, http },
    basis: "permission",
    seed: more.seed,
    hasChat: more.hasChat,
    clock: world.clock,
  });
}

const march: Omit<SelectionRequest, "platform"> = { queries: ["雑談"], from: "2026-03-01", to: "2026-03-10" };
const ids = ({ chosen }: { chosen: { id: string }[] }) => chosen.map(({ id }) => id);
const reasons = ({ frame }: { frame: { id: string; leftOut: string | null }[] }) =>
  Object.fromEntries(frame.map(({ id, leftOut }) => [id, leftOut]));

describe("the preset of the historical study", () => {
  test("asks without dates and keeps the most viewed that began within seven days", async () => {
    await serve([
      stream(1),
      stream(9, { start: "2026-03-03T11:59:59Z" }),
      stream(5, { start: "2026-03-03T12:00:00Z" }),
      stream(7, { end: undefined as never }),
      stream(3, { views: undefined as never }),
    ]);
    const selection = await select("first", { preset: "original" });
    expect(ids(selection)).toEqual(["v0000000005", "v0000000001", "v0000000003"]);
    expect(reasons(selection)).toMatchObject({ v0000000009: "outsideDates", v0000000007: "noTime" });
    const asked = server.received[0]!.query;
    expect(Object.fromEntries(asked)).toEqual({
      part: "snippet",
      type: "video",
      eventType: "completed",
      maxResults: "50",
      q: "雑談",
      order: "viewCount",
      regionCode: "JP",
    });
  });

  test("does not choose again what it chose before, and marks nothing as collected", async () => {
    await serve([stream(1), stream(2)]);
    await select("first", { preset: "original" });
    server.videos.push(stream(3));
    const second = await select("second", { preset: "original" });
    expect(ids(second)).toEqual(["v0000000003"]);
    expect(reasons(second)).toMatchObject({ v0000000001: "selectedBefore" });
    expect(ids(await select("third", march))).toHaveLength(3);
  });
});

test("goes over pages, empty ones and videos that come twice, and names those that are gone", async () => {
  await serve(Array.from({ length: 7 }, (_, i) => stream(i, i === 4 ? { deleted: true } : {})));
  Object.assign(server, { pageSize: 3, odd: true });
  const selection = await select("odd", { ...march, windowDays: 30 });
  expect(selection.frame.map(({ id }) => id)).toEqual(server.videos.map(({ id }) => id));
  expect(reasons(selection)).toMatchObject({ v0000000004: "gone" });
  expect(selection.chosen).toHaveLength(6);
});

test("asks each query for each window, and notes the searches that end at a bound", async () => {
  await serve(Array.from({ length: 7 }, (_, i) => stream(i)));
  server.pageSize = 2;
  const selection = await select("windows", { ...march, queries: ["a", "b"], windowDays: 3, pages: 2 });
  const searches = server.received.filter(({ path }) => path.endsWith("/search"));
  expect(new Set(searches.map(({ query }) => `${query.get("q")} ${query.get("publishedAfter")}`)).size).toBe(6);
  expect(selection.notes[0]).toMatch(
    /^2 of 6 searches ended at a bound.*b 2026-03-07T00:00:00Z to 2026-03-10T00:00:00Z/,
  );
});

test("the same seed gives the same sample, another seed another, and what joins the frame moves nobody else", async () => {
  await serve(Array.from({ length: 60 }, (_, i) => stream(i)));
  const sample = { ...march, take: 10 };
  const first = ids(await select("one", sample, { seed: "7" }));
  expect(ids(await select("two", sample, { seed: "7" }))).toEqual(first);
  expect(ids(await select("three", sample, { seed: "8" }))).not.toEqual(first);
  server.videos.unshift(stream(100));
  const later = ids(await select("four", sample, { seed: "7" }));
  expect(later.filter((id) => !first.includes(id)).length).toBeLessThanOrEqual(1);
});

test("a video that was taken down is never chosen, and one that is too short neither", async () => {
  await serve([stream(1), stream(2), stream(3, { duration: "PT29M59S" })]);
  await addTakedown(corpus, { video: { platform: "youtube", id: "v0000000002" } }, world.clock);
  const selection = await select("careful", { ...march, minMinutes: 30 });
  expect(ids(selection)).toEqual(["v0000000001"]);
  expect(reasons(selection)).toMatchObject({ v0000000002: "takenDown", v0000000003: "tooShort" });
  const kept = { platform: "youtube", id: "v0000000002", foundBy: "雑談", leftOut: "takenDown" };
  expect(selection.frame[1]).toEqual(kept);
  // One that is taken down later is forgotten by what was selected before, finished or not.
  const [found, details] = [[{ id: "v0000000001" }], [{ platform: "youtube", id: "v0000000001", title: "t" }]];
  const stopped = "selections/stopped/progress.json";
  await corpus.store.put(stopped, Buffer.from(JSON.stringify({ found, details })));
  await purgeVideo(corpus, { platform: "youtube", id: "v0000000001" }, world.clock);
  expect(JSON.parse(`${Buffer.from((await corpus.store.get(stopped))!)}`)).toEqual({ found, details: [] });
  const purged = await readSelection(corpus, "careful");
  expect([purged.chosen, purged.frame[0]]).toEqual([[], { ...kept, id: "v0000000001" }]);
});

describe("the day's quota", () => {
  test("is never overdrawn: it stops before, and goes on the next day where it was", async () => {
    await serve(Array.from({ length: 8 }, (_, i) => stream(i)));
    server.pageSize = 2;
    const wanted = { ...march, windowDays: 30 };
    const stopped = select("long", wanted, { dailyUnits: 250 });
    await expect(stopped).rejects.toThrow(RateLimitedError);
    await expect(stopped).rejects.toThrow("200 of 250 units are spent and a search costs 100");
    // 12:00 UTC on March 10 is 05:00 of summer time in California.
    await expect(stopped).rejects.toMatchObject({ retryAfterMs: 19 * 3_600_000 });
    expect(server.received).toHaveLength(2);
    await expect(select("long", wanted, { dailyUnits: 250 })).rejects.toThrow(RateLimitedError);
    expect(server.received).toHaveLength(2);
    world.clock.advance(19 * 3_600_000);
    const selection = await select("long", wanted, { dailyUnits: 250 });
    expect([selection.frame.length, selection.cost]).toEqual([8, { calls: 5, units: 401 }]);
    expect(server.received).toHaveLength(5);
    expect(server.unitsLeft).toBe(10_000 - 401);
  });

  test("that YouTube says is used up is believed until midnight in California", async () => {
    await serve([stream(1)]);
    server.unitsLeft = 0;
    await expect(select("empty", march)).rejects.toThrow("YouTube says so (quotaExceeded)");
    const asked = server.received.length;
    server.unitsLeft = 10_000;
    await expect(select("other", march)).rejects.toThrow("10000 of 10000 units are spent");
    expect(server.received).toHaveLength(asked);
    world.clock.advance(19 * 3_600_000);
    expect(ids(await select("empty", march))).toEqual(["v0000000001"]);
  });

  test("a page token that was forgotten overnight begins its search anew, and loses nothing", async () => {
    await serve(Array.from({ length: 6 }, (_, i) => stream(i)));
    server.pageSize = 2;
    const wanted = { ...march, windowDays: 30 };
    await expect(select("night", wanted, { dailyUnits: 200 })).rejects.toThrow(RateLimitedError);
    server.tokens.clear();
    world.clock.advance(19 * 3_600_000);
    const selection = await select("night", wanted, { dailyUnits: 600 });
    expect(ids(selection).sort()).toEqual(server.videos.map(({ id }) => id));
    expect(selection.askedAt).toBe("2026-03-10T12:00:00.000Z");
  });

  test("goes on only with the same options, and says which one is another", async () => {
    await serve([stream(1)]);
    const wanted = { ...march, windowDays: 30 };
    await expect(select("mine", wanted, { dailyUnits: 100 })).rejects.toThrow(RateLimitedError);
    await expect(select("mine", { ...wanted, take: 5 })).rejects.toThrow("begun with another take: null, now 5");
    expect(ids(await select("mine", wanted))).toEqual(["v0000000001"]);
  });
});

test("answers that fail, are cut off, or ask for a pause change nothing but the time and the quota it takes", async () => {
  await serve(Array.from({ length: 200 }, (_, i) => stream(i)));
  const wanted = { ...march, take: 50, windowDays: 30 };
  const { frame, chosen } = await select("calm", wanted, { seed: "s" });
  const fault = [
    { status: 500 },
    { body: '{"kind":', cut: true as const },
    { status: 429, headers: { "Retry-After": "2" } },
  ];
  server.faults = [...fault, ...fault, { status: 503 }];
  const stormy = await select("stormy", wanted, { seed: "s" });
  expect([stormy.frame, stormy.chosen]).toEqual([frame, chosen]);
});

test("a selection is stored whole, is read back, and is never changed", async () => {
  await serve([stream(1)]);
  const selection = await select("kept", march);
  expect(await readSelection(corpus, "kept")).toEqual(selection);
  const asked = server.received.length;
  await expect(select("kept", march)).rejects.toThrow("never changes");
  expect(server.received).toHaveLength(asked);
});

describe("a refusal", () => {
  test("of the key asks a person for another, and shows it nowhere", async () => {
    await serve([stream(1)]);
    const wrong = "AIzaThisKeyHasExpired1";
    const failed = select("no", march, { key: wrong });
    await expect(failed).rejects.toThrow(AuthError);
    const error = (await failed.catch((one) => one)) as Error;
    expect(error.message).toContain("$YOUTUBE_API_KEY");
    expect(`${error.stack}`).not.toContain(wrong);
  });

  test("of an option is for the person to mend, and one for haste is waited for", async () => {
    await serve([stream(1)]);
    server.faults.push(
      googleError(400, "invalidRegionCode", "The regionCode parameter specifies an invalid region code."),
    );
    await expect(select("bad", { ...march, region: "XX" })).rejects.toThrow(InputError);
    server.faults.push({ ...googleError(403, "rateLimitExceeded", "Slower."), headers: { "Retry-After": "3" } });
    await select("hasty", march);
    expect(world.pauses).toEqual([3500]);
  });
});

test("strata by the size of channels ask each channel once, a unit for fifty, and keep who hides it apart", async () => {
  const videos = Array.from({ length: 12 }, (_, i) => stream(i, { channel: `UC${i % 4}` }));
  await serve(videos);
  server.subscribers = { UC0: "120", UC1: "15000", UC2: "2140000", UC3: null };
  const selection = await select("sizes", { ...march, windowDays: 30, stratify: "channelSize", take: 4 });
  expect(selection.strata).toEqual([
    { stratum: "channelSize 1 low", eligible: 3, chosen: 1 },
    { stratum: "channelSize 2 middle", eligible: 3, chosen: 1 },
    { stratum: "channelSize 3 high", eligible: 3, chosen: 1 },
    { stratum: "unknown", eligible: 3, chosen: 1 },
  ]);
  expect(selection.rule.stratify).toBe("channelSize");
  expect(selection.frame.map(({ channelSize }) => channelSize).slice(0, 4)).toEqual([
    120,
    15_000,
    2_140_000,
    undefined,
  ]);
  expect(server.received.filter(({ path }) => path.endsWith("/channels"))).toHaveLength(1);
  expect(selection.cost).toEqual({ calls: 3, units: 102 });
  expect(
    ids(await select("again", { ...march, windowDays: 30, stratify: "channelSize", take: 4 }, { seed: "sizes" })),
  ).toEqual(ids(selection));
});

test("a required chat is asked of what was drawn, and the next in the draw takes the place of what has none", async () => {
  await serve(Array.from({ length: 10 }, (_, i) => stream(i)));
  const request = { ...march, windowDays: 30, take: 4 };
  const plain = ids(await select("plain", request, { seed: "s" }));
  const asked: string[] = [];
  const hasChat = async ({ id }: { id: string }) => {
    asked.push(id);
    return id === plain[1] ? false : id === plain[2] ? null : true;
  };
  const selection = await select("chat", { ...request, requireChat: true }, { seed: "s", hasChat });
  const next = ids(await select("more", { ...request, take: 5 }, { seed: "s" }))[4];
  expect(ids(selection)).toEqual([plain[0], plain[2], plain[3], next]);
  expect(asked).toEqual(expect.arrayContaining([...plain, next]));
  expect(asked).toHaveLength(5);
  expect(reasons(selection)[plain[1]!]).toBe("noChat");
  const known = Object.fromEntries(selection.frame.map(({ id, hasChat: found }) => [id, found]));
  expect([known[plain[0]!], known[plain[1]!], known[plain[2]!]]).toEqual([true, false, undefined]);
  expect(selection.rule.requireChat).toBe(true);
  expect(selection.notes.join(" ")).toMatch(
    /5 drawn videos were asked .* Of 1 of the chosen videos the platform does not say/,
  );
});
