import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Corpus, openCorpus, publishStep, writeOutput } from "#lib/corpus/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { findAudio } from "#lib/transcribe/index.ts";

const video = { platform: "twitch", id: "40" } as const;
let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-audio-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32) });
});
afterEach(() => rm(folder, { recursive: true }));

/** Publishes a step with what the names say; gives the hash of its audio. */
async function publish(step: string, variant: string, day: number, names: readonly string[], of?: string) {
  const at = `2026-01-0${day}T00:00:00.000Z`;
  const outputs: Record<string, { sha256: string; bytes: number }> = {};
  for (const name of names) {
    const content = Buffer.from(`${variant} ${name} ${day}`);
    outputs[name] = await writeOutput(corpus, video, step, name, content);
  }
  const record = { step, variant, version: 1, params: {}, inputs: of === undefined ? {} : { audio: of }, outputs };
  await publishStep(corpus, video, { ...record, tools: {}, attempts: 1, worker: "w", startedAt: at, finishedAt: at });
  return Object.entries(outputs).find(([name]) => /^audio\.m/.test(name))?.[1].sha256;
}
const found = async () => (await findAudio(corpus, video))?.sha256;

it("is what was captured live, beside the parts it was joined of; parts that could not be joined are none", async () => {
  await publish("audio", "live", 1, ["part0001.ts", "audio.json", "video.json"]);
  expect(await findAudio(corpus, video)).toBeNull();
  const live = await publish("audio", "live", 2, ["part0001.ts", "audio.m4a", "audio.json", "video.json"]);
  expect(await found()).toBe(live);
});

it("is the newest of what was captured and collected, in the container of its own where that was made of it", async () => {
  const collected = await publish("audio", "yt-dlp", 2, ["audio.m4a"]);
  const remux = await publish("remux", "copy", 3, ["audio.m4a"], collected);
  expect(await found()).toBe(remux);
  const live = await publish("audio", "live", 4, ["audio.m4a"]);
  expect(await found()).toBe(live);
  const anew = await publish("audio", "yt-dlp", 5, ["audio.m4a"]);
  expect(await found()).toBe(anew);
});

it("is the file that a person took in, whatever else there is", async () => {
  const imported = await publish("audio", "import", 1, ["audio.mp3"]);
  const collected = await publish("audio", "yt-dlp", 2, ["audio.m4a"]);
  await publish("remux", "copy", 3, ["audio.m4a"], collected);
  expect(await found()).toBe(imported);
});

it("is what was made of an audio that was purged since", async () => {
  const remux = await publish("remux", "copy", 3, ["audio.m4a"], "ab".repeat(32));
  await publish("audio", "yt-dlp", 4, []);
  expect(await found()).toBe(remux);
});
