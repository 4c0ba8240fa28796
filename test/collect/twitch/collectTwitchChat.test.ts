import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { collectTwitchChat, defaultDownloadLimits, defaultGqlAccess, twitchChatState } from "#lib/collect/index.ts";
import { type Corpus, listSteps, openCorpus, readMessages } from "#lib/corpus/index.ts";
import type { TransferAt } from "#lib/effects/index.ts";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { scratchDownload } from "../download/scratchDownload.ts";
import { quickEffects, withServer } from "../loopback.ts";
import { loopbackTwitch, type Said } from "./loopbackTwitch.ts";

const scratch = scratchDownload();
const said: Said[] = [
  ["m0", 5],
  ["m1", 40],
  ["m2", 90],
];
let corpus: Corpus;
beforeEach(async () => {
  corpus = await openCorpus(openDirectoryStore(scratch.path("corpus")), { create: true, key: Buffer.alloc(32, 1) });
  const script = await readFile(join(import.meta.dirname, "scriptedTwitchDownloader.cjs"), "utf8");
  await writeFile(scratch.path("bin", "tdcli"), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  await writeFile(scratch.path("bin", "downloaded.json"), JSON.stringify(downloaded(100)));
});

/** A file of TwitchDownloader 1.4 with the same messages. */
function downloaded(length: number) {
  const comments = said.map(([id, second]) => ({
    ...{ _id: id, created_at: "2026-01-01T00:00:00.964Z", channel_id: "1", content_type: "video", content_id: "5" },
    content_offset_seconds: second,
    commenter: { display_name: `Viewer_${id}`, _id: `u${id}`, name: `viewer_${id}`, bio: null, logo: "x" },
    message: {
      ...{ body: `text ${id}`, bits_spent: 0, user_badges: [], user_color: "#1E90FF", emoticons: [] },
      fragments: [{ text: `text ${id}`, emoticon: null }],
    },
  }));
  const FileInfo = { Version: { Major: 1, Minor: 4, Patch: 0 } };
  return { FileInfo, streamer: { name: "s", id: 1 }, video: { id: "5", start: 0, end: length, length }, comments };
}

const refusing = () =>
  loopbackTwitch({ said, faults: () => ({ body: [{ errors: [{ message: "failed integrity check" }] }] }) });

async function collect(
  id: string,
  twitch: ReturnType<typeof loopbackTwitch>,
  options: Partial<Parameters<typeof collectTwitchChat>[2]> = {},
) {
  const { effects, ...common } = scratch.options();
  return withServer(twitch.answer, (url) =>
    collectTwitchChat(
      corpus,
      { platform: "twitch", id },
      {
        ...{ ...common, effects: { ...quickEffects(), ...effects, sleep: effects.sleep }, chatSource: "auto" },
        ...{ access: { ...defaultGqlAccess, url }, twitchDownloader: scratch.path("bin", "tdcli"), basis: "own" },
        ...{ worker: "w", attempt: 1, patience: { firstPauseMs: 1, longestPauseMs: 1, giveUpAfterMs: 5 }, ...options },
      },
    ),
  );
}
async function texts(id = "5"): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of readMessages(corpus, { platform: "twitch", id })) found.push(text);
  return found;
}
const all = said.map(([id]) => `text ${id}`);
const downloaderAsked = async () => JSON.parse(await readFile(scratch.path("bin", "downloader.json"), "utf8"));

test("a chat that Twitch serves needs no second source", async () => {
  expect(await collect("5", loopbackTwitch({ said }))).toEqual([]);
  expect(await texts()).toEqual(all);
  await expect(downloaderAsked()).rejects.toThrow(/ENOENT/);
  expect(await twitchChatState(corpus, { platform: "twitch", id: "5" })).toMatchObject({ done: true });
});

test.each<[string, () => ReturnType<typeof loopbackTwitch>]>([
  ["refuses each way of asking", refusing],
  ["refuses the client id", () => loopbackTwitch({ said, faults: () => ({ status: 401 }) })],
  [
    "has the video and never gives its chat",
    () => loopbackTwitch({ said, faults: () => ({ body: [{ errors: [{ message: "service error" }] }] }) }),
  ],
])("where Twitch %s, TwitchDownloaderCLI is asked, and its chat is checked alike", async (_, twitch) => {
  const told: TransferAt[] = [];
  const [made] = await collect("5", twitch(), { durationMs: 100_000, onProgress: (at) => told.push(at) });
  expect(made).toMatchObject({ variant: "twitch-downloader", tools: { TwitchDownloaderCLI: "1.56.0" } });
  expect(await texts()).toEqual(all);
  expect(told.map(({ share }) => share)).toEqual([0, 0.45, 1]);
  const output = scratch.path("work", "5.json");
  expect(await downloaderAsked()).toEqual([
    ...["chatdownload", "--id", "5", "--output", output, "--temp-path", scratch.path("work")],
  ]);
  await expect(readdir(scratch.path("work"))).rejects.toThrow(/ENOENT/);
  expect((await listSteps(corpus, { platform: "twitch", id: "5" })).map(({ record }) => record.step)).toEqual(["chat"]);
});

test("it can be asked for, then Twitch's own pages are not, and a file left by a killed run is in nobody's way", async () => {
  const twitch = loopbackTwitch({ said });
  await scratch.leave("work", "5.json", "half");
  await collect("5", twitch, { chatSource: "twitch-downloader" });
  expect(twitch.asked).toEqual([]);
  expect(await texts()).toEqual(all);
});

test("a chat that ends long before the stream is called partial, by the length that the file names where none is known", async () => {
  await writeFile(scratch.path("bin", "downloaded.json"), JSON.stringify(downloaded(7200)));
  const [made] = await collect("5", refusing());
  const { sha256 } = made!.outputs["coverage.json"]!;
  const name = `videos/twitch/5/fetchChat/${sha256}.json`;
  const coverage = JSON.parse(Buffer.from((await corpus.store.get(name))!).toString("utf8"));
  expect(coverage).toMatchObject({ status: "partial", messages: 3, gaps: [{ fromSeconds: 90, toSeconds: 7200 }] });
});

test("a video that is gone is not asked for twice, and --chat-source gql asks nobody else", async () => {
  const gone = loopbackTwitch({ said, faults: () => ({ body: [{ data: { video: null } }] }) });
  await expect(collect("5", gone)).rejects.toThrow(PermanentError);
  await expect(collect("5", refusing(), { chatSource: "gql" })).rejects.toThrow(AuthError);
  await expect(downloaderAsked()).rejects.toThrow(/ENOENT/);
});

test("without the program the first source's error stands, and says what would help", async () => {
  const failed = await collect("5", refusing(), { twitchDownloader: scratch.path("none") }).catch((error) => error);
  expect(failed).toBeInstanceOf(AuthError);
  expect(failed.message).toMatch(/refuses each way.*TwitchDownloaderCLI, a second source.*not installed/);
  const asked = collect("5", refusing(), { twitchDownloader: scratch.path("none"), chatSource: "twitch-downloader" });
  await expect(asked).rejects.toThrow(InputError);
});

test.each<[string, new (...args: never[]) => Error, RegExp]>([
  ["404", PermanentError, /Invalid VOD/],
  ["429", RateLimitedError, /429/],
  ["503", TransientError, /HttpRequestException/],
])("what TwitchDownloaderCLI says when it fails decides what happens next: %s", async (id, kind, message) => {
  const options = { chatSource: "twitch-downloader", limits: { ...defaultDownloadLimits, restMs: 7 } } as const;
  const failed = await collect(id, loopbackTwitch({ said }), options).catch((error) => error);
  expect(failed).toBeInstanceOf(kind);
  expect(failed.message).toMatch(message);
  expect(failed.message).not.toContain("planted");
  if (failed instanceof RateLimitedError) expect(failed.retryAfterMs).toBe(7);
});
