import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { collectVodChat, defaultGqlAccess, vodChatState } from "#lib/collect/index.ts";
import { addTakedown, type Corpus, openCorpus, readMessages } from "#lib/corpus/index.ts";
import { fixedClock, type TransferAt } from "#lib/effects/index.ts";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { quickEffects, withServer } from "../loopback.ts";
import { type Fault, loopbackTwitch, type Said } from "./loopbackTwitch.ts";

const video = { platform: "twitch", id: "2000000001" } as const;
const key = Buffer.alloc(32, 1);
/** Twenty messages; four of them in second 30, which is more than a page of three. */
const said: Said[] = Array.from({ length: 20 }, (_, i) => [`m${i}`, i < 8 ? i * 4 : i < 12 ? 30 : 30 + i]);

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-vod-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key });
});
afterEach(() => rm(folder, { recursive: true }));

function collect(
  twitch: ReturnType<typeof loopbackTwitch>,
  options: Partial<Parameters<typeof collectVodChat>[2]> = {},
  on = corpus,
) {
  const effects = quickEffects();
  const run = (url: string) =>
    collectVodChat(on, video, {
      ...{ access: { ...defaultGqlAccess, url }, effects, signal: new AbortController().signal },
      ...{ basis: "permission", worker: "w", attempt: 1, ...options },
    });
  return withServer(twitch.answer, run);
}
async function texts(): Promise<string[]> {
  const found: string[] = [];
  for await (const message of readMessages(corpus, video)) found.push(message.text);
  return found;
}
async function names(prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const name of corpus.store.list(prefix)) found.push(name);
  return found;
}
const all = said.map(([id]) => `text ${id}`);
const faults = (byNumber: Record<number, Fault>) => (asked: number) => byNumber[asked];

describe("the chat of a VOD", () => {
  test("comes page by page, is imported, and leaves its raw pages and no kept ones", async () => {
    const twitch = loopbackTwitch({ said });
    expect(await collect(twitch)).toMatchObject({ status: "complete", messages: 20, lastSeconds: 49, reasons: [] });
    expect(await texts()).toEqual(all);
    expect(twitch.asked).toHaveLength(7);
    expect(twitch.asked.slice(0, 2)).toEqual([{ contentOffsetSeconds: 0 }, { cursor: "c3" }]);
    expect(await names(`videos/twitch/${video.id}/raw/`)).toHaveLength(1);
    expect(await names(`videos/twitch/${video.id}/partial/`)).toEqual([]);
    expect(await vodChatState(corpus, video)).toEqual({ done: true, published: 1 });
    expect(await collect(twitch)).toBeNull();
    expect(twitch.asked).toHaveLength(7);
  });

  test.each(["failed integrity check", "PersistedQueryNotFound"])(
    "goes on by seconds after %s, without a double",
    async (cursorError) => {
      const twitch = loopbackTwitch({ said: said.filter(([id]) => id !== "m11"), cursorError });
      expect(await collect(twitch)).toMatchObject({ messages: 19 });
      expect(await texts()).toEqual(all.filter((text) => text !== "text m11"));
      expect(twitch.asked.filter((one) => "cursor" in one)).toHaveLength(1);
    },
  );

  test("is called partial where one second has more messages than a page by seconds", async () => {
    const found = await collect(loopbackTwitch({ said, cursorError: "failed integrity check" }));
    expect(found).toMatchObject({ status: "partial", messages: 19 });
    expect(found!.reasons).toEqual(["second 30 has more messages than a page; some of them may be missing"]);
  });

  test("survives broken connections, errors of the server and answers that are no pages", async () => {
    const broken = faults({
      2: "reset",
      3: { status: 502 },
      4: { body: "<html>" },
      6: { body: [{ errors: [{ message: "service error" }] }] },
    });
    expect(await collect(loopbackTwitch({ said, faults: broken }))).toMatchObject({ status: "complete", messages: 20 });
    expect(await texts()).toEqual(all);
  });

  test("is partial where it ends long before the stream, and where Twitch stops serving it", async () => {
    const early = await collect(loopbackTwitch({ said }), { durationMs: 4 * 3_600_000 });
    expect(early).toMatchObject({ status: "partial", gaps: [{ fromSeconds: 49, toSeconds: 14_400 }] });
    corpus = await openCorpus(openDirectoryStore(join(folder, "second")), { create: true, key });
    const stops = (asked: number): Fault | undefined =>
      asked > 2
        ? { body: [{ errors: [{ message: "service error" }], data: { video: { id: "1", comments: null } } }] }
        : undefined;
    expect(await collect(loopbackTwitch({ said, faults: stops }))).toMatchObject({
      status: "partial",
      messages: 6,
      reasons: ["Twitch gave no more after second 20 (service error)"],
    });
    expect(await texts()).toHaveLength(6);
  });

  test("is as far as its last page reaches into the stream, and its pace says how much is left", async () => {
    const told: TransferAt[] = [];
    await collect(loopbackTwitch({ said, pageSize: 8 }), { durationMs: 98_000, onProgress: (at) => told.push(at) });
    expect(told.map(({ share }) => share)).toEqual([28, 45, 49].map((second) => second / 98));
    expect(told.map(({ totalBytes }) => totalBytes)).toEqual([null, null, null]);
    expect(told[2]!.bytes).toBeGreaterThan(told[1]!.bytes ?? 0);
    // Three pages in some 300 ms: as much again is less than a second.
    expect(told[2]!.leftSeconds).toBe(0);
    corpus = await openCorpus(openDirectoryStore(join(folder, "second")), { create: true, key });
    await collect(loopbackTwitch({ said, pageSize: 8 }), { onProgress: (at) => told.push(at) });
    expect(told.slice(3).map(({ share, leftSeconds }) => [share, leftSeconds])).toEqual(Array(3).fill([null, null]));
  });

  test("that nobody wrote in is a fact of the stream", async () => {
    expect(await collect(loopbackTwitch({ said: [] }))).toMatchObject({ status: "none", messages: 0 });
  });
});

describe("a run that is killed", () => {
  test.each([1, 2, 5, 7])("at page %i costs that page only, and the bytes are the same in the end", async (dies) => {
    const twitch = loopbackTwitch({ said });
    const { store } = corpus;
    let kept = 0;
    const create: typeof store.create = async (name, bytes) => {
      if (name.includes("/partial/") && ++kept === dies) throw new Error("killed");
      return store.create(name, bytes);
    };
    await expect(collect(twitch, {}, { ...corpus, store: { ...store, create } })).rejects.toThrow("killed");
    expect(twitch.asked).toHaveLength(dies);
    expect((await collect(twitch, { fence: 4 }))?.status).toBe("complete");
    expect(twitch.asked).toHaveLength(8);
    const [interrupted] = await names(`videos/twitch/${video.id}/raw/`);
    corpus = await openCorpus(openDirectoryStore(join(folder, "whole")), { create: true, key });
    await collect(loopbackTwitch({ said }));
    expect(await names(`videos/twitch/${video.id}/raw/`)).toEqual([interrupted]);
  });

  test("after the record was published has its kept pages swept away by the next", async () => {
    const { store } = corpus;
    const failing = async (name: string) => {
      if (name.includes("/partial/")) throw new Error("killed");
      return store.delete(name);
    };
    await expect(
      collect(loopbackTwitch({ said }), {}, { ...corpus, store: { ...store, delete: failing } }),
    ).rejects.toThrow("killed");
    expect((await vodChatState(corpus, video)).done).toBe(false);
    expect(await collect(loopbackTwitch({ said }))).toBeNull();
    expect((await vodChatState(corpus, video)).done).toBe(true);
    expect(await names(`videos/twitch/${video.id}/partial/`)).toEqual([]);
  });
});

describe("the class of the error says what is next", () => {
  const always = (fault: Fault) => loopbackTwitch({ said, faults: () => fault });
  const error = (message: string, data: object = {}) => ({ body: [{ errors: [{ message }], ...data }] });
  test.each<[string, Fault, new (...args: never[]) => Error, RegExp]>([
    [
      "a video that is gone",
      { body: [{ data: { video: null } }] },
      PermanentError,
      /deleted, has expired, or is private/,
    ],
    ["one for subscribers", error("video is subscriber-only"), PermanentError, /not for everybody/],
    [
      "one whose chat is never served",
      error("service error"),
      PermanentError,
      /does not give its chat \(service error\)/,
    ],
    ["too many requests", { status: 429, retryAfter: "7" }, RateLimitedError, /HTTP 429/],
    ["a client id that is refused", { status: 401 }, AuthError, /client id/],
    ["a query that is forgotten", error("PersistedQueryNotFound"), AuthError, /hash/],
    ["a server that stays down", { status: 503 }, TransientError, /HTTP 503/],
  ])("%s", async (_what, fault, kind, message) => {
    const failed = await collect(always(fault)).catch((thrown: Error) => thrown);
    expect(failed).toBeInstanceOf(kind);
    expect((failed as Error).message).toMatch(message);
    if (failed instanceof RateLimitedError) expect(failed.retryAfterMs).toBe(7000);
    expect(await vodChatState(corpus, video)).toEqual({ done: false, published: 0 });
  });

  test("a video that was taken down is not asked for", async () => {
    await addTakedown(corpus, { video }, fixedClock("2026-01-01T00:00:00Z"));
    const twitch = loopbackTwitch({ said });
    await expect(collect(twitch)).rejects.toThrow(PermanentError);
    expect(twitch.asked).toEqual([]);
  });

  test("what is no number of a VOD is never sent", async () => {
    for (const id of ["-1", "v12", "../x", "1 2"])
      await expect(
        collectVodChat(
          corpus,
          { platform: "twitch", id },
          {
            ...{ access: defaultGqlAccess, effects: quickEffects(), signal: new AbortController().signal },
            ...{ basis: "own", worker: "w", attempt: 1 },
          },
        ),
      ).rejects.toThrow(InputError);
  });
});
