import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SelectionRequest, selectVideos } from "#lib/collect/index.ts";
import { type Corpus, openCorpus } from "#lib/corpus/index.ts";
import { AuthError, InputError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { doorEffects } from "../http/doorEffects.ts";
import { redirectedFetch } from "../http/redirectedFetch.ts";
import { type HelixRow, type LoopbackHelix, startLoopbackHelix } from "../twitch/loopbackHelix.ts";

const clientId = "app0of0this0test";
const clientSecret = "planted0secret0of0this0test";
let folder: string;
let corpus: Corpus;
let server: LoopbackHelix;
let world: ReturnType<typeof doorEffects>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-select-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: new Uint8Array(32) });
  world = doorEffects("2026-03-10T12:00:00Z");
  server = await startLoopbackHelix(clientId, clientSecret);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const recording = (n: number, more: Partial<HelixRow> = {}): HelixRow => ({
  id: `${1000 + n}`,
  stream_id: null,
  user_id: `${n % 3}`,
  user_login: `streamer_${n % 3}`,
  title: "talk",
  created_at: "2026-03-08T10:00:00Z",
  language: "ja",
  type: "archive",
  duration: "3h8m33s",
  view_count: n,
  game_id: "509658",
  viewable: "public",
  muted_segments: null,
  ...more,
});

function select(name: string, request: Omit<SelectionRequest, "platform">, more: { clientSecret?: string } = {}) {
  const hosts = { "api.twitch.tv": server.url, "id.twitch.tv": server.url };
  const http = { ...world.options, fetch: redirectedFetch(hosts) };
  return selectVideos({
    corpus,
    name,
    request: { platform: "twitch", ...request },
    access: { platform: "twitch", clientId, clientSecret: more.clientSecret ?? clientSecret, http },
    basis: "research-programme",
    clock: world.clock,
  });
}
const ids = ({ chosen }: { chosen: { id: string }[] }) => chosen.map(({ id }) => id);

test("the preset of the historical study takes the 500 that Twitch gives first and tops nothing up", async () => {
  server.videos = Array.from({ length: 620 }, (_, i) => recording(i, i === 5 ? { language: "en" } : {}));
  const selection = await select("first", { preset: "original" });
  const expected = server.videos.filter(({ language }) => language === "ja").slice(0, 500);
  expect(ids(selection)).toEqual(expected.map(({ id }) => id));
  const asked = server.received.filter(({ path }) => path === "/helix/videos");
  expect(asked).toHaveLength(5);
  expect(Object.fromEntries(asked[0]!.query)).toEqual({
    game_id: "509658",
    first: "100",
    type: "archive",
    sort: "views",
    period: "week",
    language: "ja",
  });
  const second = await select("second", { preset: "original" });
  expect(ids(second)).toEqual([]);
});

test("a category that Twitch does not find by its name is taken by its known number", async () => {
  server.games = {};
  server.videos = [recording(1)];
  expect(ids(await select("first", { preset: "original" }))).toEqual(["1001"]);
  await expect(select("none", { categories: ["No Such Game"] })).rejects.toThrow(InputError);
});

test("goes over empty pages and rows that come twice, with fields missing, and stops at what is too old", async () => {
  server.odd = true;
  server.videos = Array.from({ length: 250 }, (_, i) =>
    recording(i, { created_at: new Date(Date.UTC(2026, 2, 9) - i * 3_600_000).toISOString() }),
  );
  server.videos[3] = { id: "1003", game_id: "509658" };
  const selection = await select("odd", { categories: ["Just Chatting"], from: "2026-03-03" });
  expect(selection.frame).toHaveLength(200);
  expect(selection.frame.find(({ id }) => id === "1003")).toMatchObject({ leftOut: "noTime" });
  expect(ids(selection)).toHaveLength(6 * 24);
});

test("caps each channel and samples by length", async () => {
  server.videos = Array.from({ length: 30 }, (_, i) => recording(i, { duration: `${i + 1}h` }));
  const request = { categories: ["Just Chatting"], perChannel: 6, take: 9, stratify: "duration" as const };
  const selection = await select("strata", request);
  const free = selection.frame.filter(({ leftOut }) => leftOut === null || leftOut === "notDrawn");
  for (const channel of ["0", "1", "2"]) expect(free.filter(({ channelId }) => channelId === channel)).toHaveLength(6);
  expect(selection.frame.filter(({ leftOut }) => leftOut === "channelCap")).toHaveLength(12);
  expect(selection.strata).toEqual([
    { stratum: "duration 1 low", eligible: 6, chosen: 3 },
    { stratum: "duration 2 middle", eligible: 6, chosen: 3 },
    { stratum: "duration 3 high", eligible: 6, chosen: 3 },
  ]);
});

test("finds streams that run now, and recordings of channels and by their addresses", async () => {
  server.streams = [
    { id: "77", user_id: "1", user_login: "streamer_a", started_at: "2026-03-10T11:00:00Z", game_id: "509658" },
  ];
  server.videos = [recording(1), recording(2)];
  const live = await select("live", { categories: ["Just Chatting"], live: true });
  expect(live.frame[0]).toMatchObject({ id: "77", live: true, leftOut: null });
  const videos = ["https://www.twitch.tv/videos/1002?t=1h", "999"];
  const listed = await select("listed", { categories: ["Just Chatting"], channels: ["streamer_a"], videos });
  expect(listed.frame.map(({ foundBy }) => foundBy)).toEqual(["Just Chatting", "Just Chatting", "list"]);
  expect(Object.fromEntries(listed.frame.map(({ id, leftOut }) => [id, leftOut]))).toEqual({
    "1001": null,
    "1002": null,
    "999": "gone",
  });
});

describe("a selection that breaks off", () => {
  const request = { categories: ["Just Chatting"], channels: ["streamer_a"], videos: ["1003", "999"], perChannel: 50 };
  const pages = () => server.received.filter(({ path }) => path === "/helix/videos");
  const down = () => Array.from({ length: 40 }, () => ({ status: 503 }));
  beforeEach(() => {
    server.videos = Array.from({ length: 350 }, (_, i) => recording(i, i >= 300 ? { game_id: "1" } : {}));
  });
  const whole = async () => {
    const other = await openCorpus(openDirectoryStore(join(folder, "whole")), {
      create: true,
      key: new Uint8Array(32),
    });
    const before = corpus;
    corpus = other;
    const selection = await select("one", request);
    corpus = before;
    return selection;
  };

  test.each([0, 2, 4, 5])("after %i pages goes on there, and ends as if it had not", async (answered) => {
    const expected = await whole();
    const asked = pages().length;
    server.received.length = 0;
    // The category and the channel are looked up first.
    server.faults = [...Array.from({ length: 2 + answered }, () => null), ...down()];
    await expect(select("one", request)).rejects.toThrow(/503/);
    const failed = pages().length - answered;
    server.faults = [];
    const { frame, chosen, notes, cost } = await select("one", request);
    expect({ frame, chosen, notes }).toEqual({ frame: expected.frame, chosen: expected.chosen, notes: expected.notes });
    expect(pages().length - failed).toBe(asked);
    expect(cost.calls).toBeGreaterThanOrEqual(expected.cost.calls);
    expect(await readdir(join(folder, "selections", "one"))).not.toContain("progress.json");
  });

  test("begins a search anew whose place Twitch has forgotten meanwhile", async () => {
    const expected = await whole();
    server.faults = [null, null, null, ...down()];
    await expect(select("one", request)).rejects.toThrow(/503/);
    server.faults = [null, null, { status: 400, body: { message: "The pagination cursor is invalid" } }];
    expect((await select("one", request)).frame).toEqual(expected.frame);
  });

  test("is not gone on with under other options, and one of streams that run now begins anew", async () => {
    server.faults = [null, null, null, ...down()];
    await expect(select("one", request)).rejects.toThrow(/503/);
    server.faults = [];
    await expect(select("one", { ...request, perChannel: 3 })).rejects.toThrow(/begun with another perChannel/);
    server.streams = [{ id: "77", user_id: "1", started_at: "2026-03-10T11:00:00Z", game_id: "509658" }];
    server.faults = [null, ...down()];
    const live = { categories: ["Just Chatting"], live: true };
    await expect(select("now", live)).rejects.toThrow(/503/);
    server.faults = [];
    expect(ids(await select("now", { ...live, perChannel: 3 }))).toEqual(["77"]);
  });
});

describe("the token", () => {
  test("is asked for once, and anew when Twitch says in the middle that it has ended", async () => {
    server.videos = Array.from({ length: 250 }, (_, i) => recording(i));
    server.faults = [{}, {}]
      .map(() => ({ status: 401, body: { status: 401, message: "Invalid OAuth token" } }))
      .slice(1);
    expect(ids(await select("renewed", { categories: ["Just Chatting"] }))).toHaveLength(250);
    expect(server.tokensGiven).toBe(2);
  });

  test("that is refused twice, and a wrong secret, are for a person to renew", async () => {
    const ended = { status: 401, body: { status: 401, message: "Invalid OAuth token" } };
    server.faults = [ended, ended];
    await expect(select("no", { categories: ["Just Chatting"] })).rejects.toThrow(AuthError);
    const wrong = select("no", { categories: ["Just Chatting"] }, { clientSecret: "another0secret" });
    await expect(wrong).rejects.toThrow('"invalid client secret". Twitch refuses the id or the secret');
  });

  test("is renewed before it ends", async () => {
    server.expiresInSeconds = 100;
    server.videos = [recording(1)];
    server.faults = [{ status: 429, headers: { "Ratelimit-Reset": `${Date.parse("2026-03-10T12:00:50Z") / 1000}` } }];
    await select("slow", { categories: ["Just Chatting"] });
    expect(world.pauses[0]).toBe(50_500);
    expect(server.tokensGiven).toBe(2);
  });
});

test("neither the secret nor a token is in what is stored, and the log of requests is", async () => {
  server.videos = [recording(1)];
  const ended = {
    status: 401,
    body: { status: 401, message: `Invalid OAuth token planted-token-1 of ${clientSecret}` },
  };
  server.faults = [ended];
  await select("kept", { categories: ["Just Chatting"] });
  const stored: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) stored.push(await readFile(join(entry.parentPath, entry.name), "utf8"));
  const all = stored.join("\n");
  expect(all).toContain('"what":"list videos of Twitch"');
  for (const secret of [clientSecret, "planted-token"]) expect(all).not.toContain(secret);
});

test("strata by the size of channels count followers, and say so where Twitch does not tell them", async () => {
  server.videos = Array.from({ length: 6 }, (_, i) => recording(i));
  server.followers = { 0: 10, 1: 500, 2: 90_000 };
  const request = { categories: ["Just Chatting"], stratify: "channelSize" as const };
  const { strata, frame } = await select("sizes", request);
  expect(strata.map(({ stratum, eligible }) => [stratum, eligible])).toEqual([
    ["channelSize 1 low", 2],
    ["channelSize 2 middle", 2],
    ["channelSize 3 high", 2],
  ]);
  expect(frame.map(({ channelSize }) => channelSize)).toEqual([10, 500, 90_000, 10, 500, 90_000]);
  server.followers = {};
  await expect(select("refused", request)).rejects.toThrow(/does not tell this application how many follow/);
});
