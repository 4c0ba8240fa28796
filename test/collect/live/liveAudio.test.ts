import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectLiveAudio, defaultPrograms, joinLiveAudio, liveAudioStep } from "#lib/collect/index.ts";
import { type Corpus, latestStep, openCorpus, outputPath } from "#lib/corpus/index.ts";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { tonesOf } from "./liveHls.ts";

const video = { platform: "twitch", id: "4242" } as const;
const effects = {
  clock: systemClock,
  sleep: systemSleep,
  env: { PATH: process.env.PATH },
  random: seededRandom("live"),
};

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
