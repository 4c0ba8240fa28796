import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Corpus, listSteps, openCorpus, readMessages, readText } from "#lib/corpus/index.ts";
import { systemClock, type TransferAt, transferText } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import type { Effects } from "../../lib/cli/effects.ts";
import { makeTone, scratchDownload } from "../collect/download/scratchDownload.ts";
import { withServer } from "../collect/loopback.ts";
import { loopbackTwitch, type Said } from "../collect/twitch/loopbackTwitch.ts";
import { commandLine } from "../commandLine.ts";

const scratch = scratchDownload();
const keyHex = "5e".repeat(32);
const said: Said[] = Array.from({ length: 30 }, (_, i) => [`m${i}`, i * 2]);
const chatLine = (id: string, ms: number) =>
  `${JSON.stringify({
    replayChatItemAction: {
      actions: [
        {
          addChatItemAction: {
            item: {
              liveChatTextMessageRenderer: {
                message: { runs: [{ text: `text ${id}` }] },
                authorName: { simpleText: "Viewer A" },
                authorExternalChannelId: "UCviewer",
                id,
                timestampUsec: "1670418248077195",
              },
            },
          },
        },
      ],
      videoOffsetTimeMsec: String(ms),
    },
  })}\n`;

/** The folder with all that the scripted yt-dlp and the options need; gives the options. */
async function prepare(gqlUrl: string): Promise<string[]> {
  makeTone(scratch.path("bin", "tone.m4a"));
  await writeFile(scratch.path("bin", "chat.live_chat.json"), chatLine("a", 1000) + chatLine("b", 2000));
  await writeFile(scratch.path("gql.yaml"), `url: ${gqlUrl}\n`);
  await writeFile(scratch.path("key"), keyHex);
  await chmod(scratch.path("key"), 0o600);
  return [
    ...["--basis", "permission", "--corpus", scratch.path("corpus"), "--key", scratch.path("key")],
    ...["--downloads", scratch.path("work"), "--twitch-gql", scratch.path("gql.yaml")],
    ...["--yt-dlp", scratch.path("bin", "yt-dlp"), "--lease-seconds", "2"],
  ];
}
async function collect(...args: string[]) {
  return collectWith({}, ...args);
}
async function collectWith(effects: Partial<Effects>, ...args: string[]) {
  return commandLine(["collect", ...args], {
    ...effects,
    clock: systemClock,
    env: process.env,
    randomBytes: (count) => Buffer.from(Array.from({ length: count }, (_, i) => (i * 7 + 1) % 256)),
  });
}
const newCorpus = () =>
  openCorpus(openDirectoryStore(scratch.path("corpus")), { create: true, key: Buffer.from(keyHex, "hex") });
/** Keeps a selection as livecorpus select does. */
async function keepSelection(
  corpus: Corpus,
  chosen: {
    name: string;
    platform: string;
    source?: object;
    frame: Record<string, unknown>[];
  },
): Promise<void> {
  const { name, platform, source = null, frame } = chosen;
  const selection = {
    ...{ version: 1, name, platform, basis: "research-programme", cost: { calls: 1, units: null } },
    terms: { note: "of a test", url: null, retentionDays: null },
    ...{ askedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:00:00Z", notes: [], strata: [], seed: "1" },
    asked: {
      ...{ preset: null, queries: [], categories: [], channels: [], videos: [], windows: [], region: null },
      ...{ language: null, order: null, period: null, pages: null, candidates: null, live: false, source },
    },
    rule: {
      ...{ take: null, order: "found", stratify: null, perChannel: null, minDurationMs: 0, from: null, to: null },
      ...{ needsTimes: false, leaveOut: "nothing" },
    },
    frame,
    chosen: frame.filter(({ leftOut }) => leftOut === null).map(({ id }) => ({ platform, id })),
  };
  await corpus.store.create(`selections/${name}/selection.json`, Buffer.from(JSON.stringify(selection)));
}
const corpusOf = () => openCorpus(openDirectoryStore(scratch.path("corpus")));
async function stepsOf(video: VideoKey): Promise<string[]> {
  return (await listSteps(await corpusOf(), video)).map(({ record }) => `${record.step}.${record.variant}`);
}
async function textsOf(video: VideoKey): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of readMessages(await corpusOf(), video)) found.push(text);
  return found;
}
const youtube = (id: string): VideoKey => ({ platform: "youtube", id: id.padEnd(11, "_") });
const twitch = (id: string): VideoKey => ({ platform: "twitch", id });
const nameOf = ({ platform, id }: VideoKey) => `${platform}:${id}`;
const whole = ["audio.yt-dlp", "chat.import", "fetchChat.yt-dlp", "remux.copy"];

test("nothing is fetched without a basis, and what is no video is refused", async () => {
  const source = loopbackTwitch({ said, pageSize: 15 });
  await withServer(source.answer, async (url) => {
    const options = (await prepare(url)).slice(2);
    const refused = await collect("twitch:1", ...options);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("Nothing is fetched before") });
    for (const bad of [
      "twitch:x",
      "youtube:--exec",
      "https://www.youtube.com/watch?v=abcdefghijk",
      "pococha:1",
      "twitch:",
    ])
      expect((await collect(bad, "--basis", "own", ...options)).code).toBe(2);
  });
  expect(source.asked).toEqual([]);
});

test("all that can be reached is whole, what cannot has its class, a second run asks nothing, and no secret is anywhere", async () => {
  const source = loopbackTwitch({ said, pageSize: 15 });
  await withServer(source.answer, async (url) => {
    const options = await prepare(url);
    const cookie = `.youtube.com\tTRUE\t/\tTRUE\t4000000000\tSID\tplanted-cookie-value\n`;
    await writeFile(scratch.path("cookies.txt"), cookie);
    const videos = [youtube("good"), youtube("mute"), youtube("gone"), twitch("77")];
    const args = [...videos.map(nameOf), ...options, "--cookies", scratch.path("cookies.txt")];
    const { code, out, err } = await collect(...args);
    expect(code).toBe(4);
    expect(out).toContain("9 of 12 tasks are done.");
    expect(out).toMatch(/dead: collect-audio\.all\.youtube\.gone_______: PermanentError: .*has been removed/);
    expect(await stepsOf(youtube("good"))).toEqual(whole);
    expect(await stepsOf(twitch("77"))).toEqual(["audio.yt-dlp", "chat.import", "fetchChat.gql", "remux.copy"]);
    expect(await stepsOf(youtube("mute"))).toEqual(["audio.yt-dlp", "fetchChat.yt-dlp", "remux.copy"]);
    expect(await textsOf(youtube("good"))).toEqual(["text a", "text b"]);
    expect(await textsOf(twitch("77"))).toEqual(said.map(([id]) => `text ${id}`));
    const asked = source.asked.length;
    expect((await collect(...args)).out).toContain("9 of 12 tasks are done.");
    expect(source.asked).toHaveLength(asked);
    const kept = await readdir(scratch.path("work"), { recursive: true });
    expect(kept).toEqual(expect.not.arrayContaining([expect.stringContaining("good")]));
    const said_ = [out, err];
    for (const file of await readdir(scratch.path("corpus"), { recursive: true, withFileTypes: true }))
      if (file.isFile()) said_.push(await readFile(join(file.parentPath, file.name), "latin1"));
    expect(said_.join("\n")).not.toMatch(new RegExp(`planted|${keyHex}`));
  });
}, 120_000);

test("who watches sees how far each download is, what ended, and how far the whole is", async () => {
  const source = loopbackTwitch({ said, pageSize: 15 });
  await withServer(source.answer, async (url) => {
    const shown: string[] = [];
    const transfers = {
      update: (_: string, label: string, at: TransferAt) => void shown.push(`${label}: ${transferText(at)}`),
      end: (id: string) => void shown.push(`${id} is over`),
      whole: (text: string) => void shown.push(text),
      say: (line: string) => void shown.push(line),
      stop: () => void shown.push("stop"),
    };
    const options = [...(await prepare(url)), "--parallel", "1"];
    await collectWith({ transfers }, nameOf(youtube("good")), "twitch:5", ...options);
    expect(shown).toContain("audio youtube good_______: 0.0 of 0.0 MB, 0.0 MB/s, 2 s left");
    expect(shown.filter((line) => line.startsWith("chat twitch 5: 0.0 MB"))).toHaveLength(2);
    expect(shown).toContain("collect-chat.all.twitch.5: done");
    expect(shown.at(-1)).toBe("stop");
    expect(shown.filter((line) => / tasks done$/.test(line)).at(-1)).toBe("6 of 6 tasks done");
  });
}, 120_000);

test("a container that fails loses neither chat nor audio, and is made later without fetching again", async () => {
  const options = await prepare("http://127.0.0.1:1");
  await writeFile(scratch.path("bin", "ffmpeg"), `#!${process.execPath}\nprocess.exit(1)\n`, { mode: 0o755 });
  const failed = await collect(nameOf(youtube("good")), ...options, "--ffmpeg", scratch.path("bin", "ffmpeg"));
  expect(failed.code).toBe(4);
  expect(await stepsOf(youtube("good"))).toEqual(whole.slice(0, 3));
  await writeFile(scratch.path("bin", "yt-dlp"), "not to be started");
  expect(await collect(nameOf(youtube("good")), ...options, "--retry-dead")).toMatchObject({ code: 0 });
  expect(await stepsOf(youtube("good"))).toEqual(whole);
}, 120_000);

test("a selection brings its videos, its basis and what it knows of their length", async () => {
  const source = loopbackTwitch({ said, pageSize: 15 });
  await withServer(source.answer, async (url) => {
    const options = (await prepare(url)).slice(2);
    const corpus = await newCorpus();
    await keepSelection(corpus, {
      ...{ name: "week-1", platform: "twitch" },
      frame: [
        { platform: "twitch", id: "5", durationMs: 7_200_000, foundBy: "5", leftOut: null },
        { platform: "twitch", id: "6", foundBy: "5", leftOut: "tooShort" },
      ],
    });
    expect(await collect("--selection", "week-1", "--steps", "chat", ...options)).toMatchObject({ code: 0 });
    const [fetched] = (await listSteps(corpus, twitch("5"))).filter(({ record }) => record.step === "fetchChat");
    expect(fetched!.record.params).toMatchObject({ basis: "research-programme" });
    expect(await readText(corpus, twitch("5"), fetched!, "coverage.json")).toContain("to second 7200");
    expect(await stepsOf(twitch("6"))).toEqual([]);
    const status = ["status", "--selection", "week-1", "--corpus", scratch.path("corpus")];
    expect((await commandLine(status)).out).toMatch(
      /^week-1\n.*\ncollect-chat +1 +0 +0 +0 +0 .*\ncollect-audio +0 +0 +1 +0/,
    );
    for (const wrong of [["--selection", "week-1", "twitch:5"], ["--selection", "none"], []])
      expect((await collect(...wrong, ...options)).code).toBe(2);
  });
}, 120_000);

test("lives of Pococha are brought from the partner's store, and one that is broken stops no other", async () => {
  const options = (await prepare("http://127.0.0.1:1")).slice(2);
  const header = "live_id,user_id,text,comment_time,live_started_time,elapsed_seconds\n";
  const live = (id: string) => `${header}${id},u1,hello ${id},,,5\n${id},u2,bye ${id},,,9\n`;
  await mkdir(scratch.path("partner", "comments"), { recursive: true });
  for (const id of ["1", "2"]) await writeFile(scratch.path("partner", "comments", `comment_${id}.csv`), live(id));
  await writeFile(scratch.path("partner", "comments", "comment_3.csv"), "");
  await writeFile(
    scratch.path("partner", "speech.csv"),
    "live_id,audio_path,timestamp_start,timestamp_end,transcription\n1,a,1,2,one\n2,a,1,2,two\n",
  );
  const corpus = await newCorpus();
  await keepSelection(corpus, {
    ...{ name: "partner", platform: "pococha", source: { from: scratch.path("partner"), comments: "comments" } },
    frame: ["1", "2", "3"].map((id) => ({
      ...{ platform: "pococha", id, foundBy: "comments", leftOut: null },
      files: { comments: `comments/comment_${id}.csv`, speech: "speech.csv" },
    })),
  });
  const { code, out } = await collect("--selection", "partner", ...options);
  expect(code).toBe(4);
  expect(out).toMatch(/2 of 3 tasks are done\.\ndead: collect-files\.all\.pococha\.3: PermanentError: .*empty file/);
  expect(await textsOf({ platform: "pococha", id: "2" })).toEqual(["hello 2", "bye 2"]);
  expect(await stepsOf({ platform: "pococha", id: "1" })).toEqual(["chat.import", "transcribe.import"]);
}, 120_000);

test("a bot wall stops the one platform and says what to renew, the other goes on", async () => {
  const source = loopbackTwitch({ said, pageSize: 15 });
  await withServer(source.answer, async (url) => {
    const options = await prepare(url);
    const { code, out } = await collect(nameOf(youtube("bot")), nameOf(youtube("good")), "twitch:5", ...options);
    expect(code).toBe(3);
    expect(out).toMatch(/youtube is closed: .*--cookies FILE/);
    expect(await textsOf(twitch("5"))).toHaveLength(30);
  });
}, 120_000);

test("a downloads folder that cannot be used stops the run and kills no task", async () => {
  const options = await prepare("http://127.0.0.1:1/");
  await writeFile(scratch.path("work"), "a file in the place of the folder");
  const { code, err } = await collect(nameOf(youtube("good")), ...options, "--steps", "audio");
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringMatching(/Cannot keep downloads in .*work: .*a file/),
  });
  await rm(scratch.path("work"));
  expect((await collect(nameOf(youtube("good")), ...options, "--steps", "audio")).out).toContain(
    "1 of 1 tasks are done",
  );
});

test("two corpora with one downloads folder share no download", async () => {
  const options = await prepare("http://127.0.0.1:1/");
  const broken = () => collect(nameOf(youtube("gone")), ...options, "--steps", "audio");
  await broken();
  await rename(scratch.path("corpus"), scratch.path("first"));
  await broken();
  const first = await readdir(scratch.path("work"));
  expect(first).toHaveLength(1);
  const other = options.map((one) => (one === scratch.path("corpus") ? scratch.path("first") : one));
  await collect(nameOf(youtube("gone")), ...other, "--steps", "audio", "--retry-dead");
  expect(await readdir(scratch.path("work"))).toHaveLength(2);
});
