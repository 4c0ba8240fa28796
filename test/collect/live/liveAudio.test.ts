import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  captureLiveAudio,
  collectLiveAudio,
  defaultPrograms,
  joinLiveAudio,
  liveAudioStep,
} from "#lib/collect/index.ts";
import { type Corpus, latestStep, openCorpus, outputPath } from "#lib/corpus/index.ts";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { withServer } from "../loopback.ts";
import { liveHls, makeSegments, tonesOf } from "./liveHls.ts";

const video = { platform: "twitch", id: "4242" } as const;
const effects = {
  clock: systemClock,
  sleep: systemSleep,
  env: { PATH: process.env.PATH },
  random: seededRandom("live"),
};
const patience = { firstPauseMs: 200, longestPauseMs: 500, giveUpAfterMs: 20_000 };

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-live-"));
  corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32, 1) });
});
afterEach(() => rmSync(folder, { recursive: true }));

const publish = (startMs: number) =>
  collectLiveAudio(corpus, video, {
    ...{ basis: "permission", worker: "w", attempt: 1, programs: defaultPrograms, effects },
    signal: new AbortController().signal,
    stream: { id: video.id, startedAt: new Date(startMs).toISOString() },
  });
const stored = async (name: string) => {
  const { record } = (await latestStep(corpus, video, liveAudioStep.step, liveAudioStep.variant))!;
  const path = join(folder, name);
  await corpus.store.download(outputPath(video, "audio", name, record.outputs[name]!.sha256), path);
  return path;
};

test("the audio of a running stream stays on the stream's clock over a break, by the real yt-dlp and ffmpeg", async () => {
  const segments = makeSegments(folder);
  const startMs = Date.now() - 8000;
  let isDown = false;
  await withServer(
    liveHls(segments, startMs, () => isDown),
    async (url) => {
      const stop = new AbortController();
      const troubles: string[] = [];
      const capturing = captureLiveAudio(corpus, video, {
        ...{ url: `${url}/live.m3u8`, programs: defaultPrograms, effects, signal: stop.signal, patience },
        onBreak: async (error) => void troubles.push(error.message),
      });
      await systemSleep(4500);
      isDown = true;
      await systemSleep(5000);
      isDown = false;
      await systemSleep(4500);
      stop.abort();
      expect((await capturing).connections).toBeGreaterThan(1);
      expect(troubles.length).toBeGreaterThan(0);
    },
  );
  const said = (await publish(startMs))!;
  expect(said).toMatchObject({ status: "partial", trouble: null });
  expect(said.parts).toHaveLength(2);
  expect(said.gaps).toHaveLength(2);
  expect(said.gaps[0]!.fromMs).toBe(0);
  const [from, to] = [said.gaps[1]!.fromMs, said.gaps[1]!.toMs];
  // Down for five seconds, and HLS gives the last ones before it again.
  expect(to - from).toBeGreaterThan(1000);
  // How far each second of the recording runs behind: the same before and after the break, whatever was lost in it.
  const tones = tonesOf(await stored("audio.m4a"));
  const lags = tones.map((tone, second) => (tone === 0 ? null : second - (tone - 400) / 20));
  const before = lags.slice(0, Math.floor(from / 1000)).filter((lag) => lag !== null);
  const after = lags.slice(Math.ceil(to / 1000)).filter((lag) => lag !== null);
  expect(before.length).toBeGreaterThan(3);
  expect(after.length).toBeGreaterThan(3);
  for (const lag of [...before, ...after]) expect(Math.abs(lag - before[0]!)).toBeLessThan(1.6);
  // The parts are what came, untouched: the sound in the joined file is theirs, frame for frame.
  const hashes = (path: string) =>
    execFileSync("ffmpeg", ["-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "framehash", "-"], {
      encoding: "utf8",
    })
      .split("\n")
      .filter((line) => /^0,/.test(line))
      .map((line) => line.split(",").at(-1)!.trim());
  execFileSync("ffmpeg", ["-v", "error", "-i", await stored("part0001.ts"), "-c", "copy", join(folder, "one.m4a")]);
  const joined = new Set(hashes(join(folder, "audio.m4a")));
  const one = hashes(join(folder, "one.m4a"));
  expect(one.length).toBeGreaterThan(150);
  expect(one.filter((hash) => !joined.has(hash))).toEqual([]);
}, 60_000);

test("what two parts have both is taken once, and silence stands where none was", async () => {
  const [a, b] = [join(folder, "a.ts"), join(folder, "b.ts")];
  const tone = (hertz: number, seconds: number, to: string) =>
    execFileSync("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", `sine=frequency=${hertz}:duration=${seconds}:sample_rate=48000`],
      ...["-c:a", "aac", "-f", "mpegts", to],
    ]);
  tone(500, 4, a);
  tone(900, 4, b);
  const signal = new AbortController().signal;
  const tools = { programs: defaultPrograms, effects, signal };
  const to = join(folder, "joined.m4a");
  const parts = [
    { path: a, startMs: 2000 },
    { path: b, startMs: 4000 },
    { path: a, startMs: 11_000 },
  ];
  const found = await joinLiveAudio(parts, to, folder, tools);
  const near = (value: number) => expect.toSatisfy((is: number) => Math.abs(is - value) < 100);
  expect(found.gaps).toEqual([
    { fromMs: 0, toMs: near(2000) },
    { fromMs: near(8000), toMs: near(11_000) },
  ]);
  expect(tonesOf(to)).toEqual([0, 0, 500, 500, 500, 500, 900, 900, 0, 0, 0, 500, 500, 500, 500]);
});

test("parts that cannot be joined are kept as they came, and it is said why", async () => {
  const pieces = `videos/twitch/${video.id}/partial/liveAudio/000001/`;
  await corpus.store.put(`${pieces}begun.json`, Buffer.from('{"at":"2026-01-01T00:00:00.000Z"}'));
  await corpus.store.put(`${pieces}000001.bin`, Buffer.from("no audio"));
  const said = await publish(Date.parse("2026-01-01T00:00:00Z"));
  expect(said).toMatchObject({ status: "partial", durationMs: null, trouble: expect.stringMatching(/AAC/) });
  writeFileSync(join(folder, "expected"), "no audio");
  execFileSync("cmp", [await stored("part0001.ts"), join(folder, "expected")]);
  expect(await publish(0)).toMatchObject({ parts: [{ name: "part0001.ts" }] });
});

test("where nothing was captured there is nothing to publish", async () => {
  expect(await publish(0)).toBeNull();
});
