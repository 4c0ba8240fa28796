import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { addTakedown, type Corpus, latestStep, openCorpus, outputPath, readUtterances } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { wavBytes } from "#lib/media/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import {
  defaultTranscribeSettings,
  importAudio,
  readTranscript,
  speechVariant,
  transcribeVideo,
  transcriptState,
} from "#lib/transcribe/index.ts";
import { scriptedActivity, scriptedEngine, scriptedSound } from "../scriptedStream.ts";

const video = { platform: "youtube", id: "a_b-c" } as const;
const clock = fixedClock("2026-01-01T00:00:00Z");
const settings = { ...defaultTranscribeSettings, language: "en" };
const variant = "scripted-loudness-en";

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-transcribe-"));
  corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32) });
});
afterEach(() => rm(folder, { recursive: true }));

async function scriptedWav(name = "talk.WAV"): Promise<string> {
  const pieces: Float32Array[] = [];
  for await (const piece of scriptedSound()) pieces.push(piece);
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  const path = join(folder, name);
  await writeFile(path, wavBytes(whole, 16_000));
  return path;
}

function run(onWindow: () => void = () => {}, more: Partial<Parameters<typeof transcribeVideo>[0]> = {}) {
  const engine = scriptedEngine(async () => onWindow());
  return transcribeVideo({ corpus, video, engine, activity: scriptedActivity, settings, clock, ...more });
}

async function partial(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of corpus.store.list("videos/youtube/")) if (name.includes("/partial/")) names.push(name);
  return names;
}

const outputsOf = async (one = corpus) => (await latestStep(one, video, "transcribe", variant))!.record.outputs;

it("publishes what was heard under a variant of its own, once, and leaves nothing half-made", async () => {
  await importAudio(corpus, video, await scriptedWav(), { clock });
  expect(await run()).toMatchObject({
    variant,
    done: "transcribed",
    facts: { durationMs: 250_000, dropped: {}, decodeErrors: 0 },
  });
  const texts: string[] = [];
  for await (const { text } of readUtterances(corpus, video)) texts.push(text);
  expect(texts[0]!.startsWith("w4 w5 w6")).toBe(true);
  const step = (await latestStep(corpus, video, "transcribe", variant))!;
  expect(step.record).toMatchObject({
    params: { engine: "scripted", model: "loudness", modelSha256: null, language: "en" },
    inputs: { audio: expect.stringMatching(/^[0-9a-f]{64}$/) },
    tools: { scripted: "1", loudness: "0".repeat(64) },
  });
  const { facts, speech, dropped, utterances } = await readTranscript(corpus, video, step);
  expect(facts).toMatchObject({ utterances: utterances.length, speechMs: 152_064 });
  expect([speech!.length, dropped]).toEqual([7, []]);
  expect(await partial()).toEqual([]);
  expect((await run()).done).toBe("unchanged");
  expect(await transcriptState(corpus, video, scriptedEngine(async () => {}).facts, settings)).toMatchObject({
    done: true,
    published: 1,
  });
});

it("goes on after a kill at any window without hearing one again, and publishes the same bytes", async () => {
  await importAudio(corpus, video, await scriptedWav(), { clock });
  let windows = 0;
  await run(() => void windows++);
  const whole = await outputsOf();
  const other = await openCorpus(openDirectoryStore(join(folder, "other")), { create: true, key: Buffer.alloc(32) });
  await importAudio(other, video, join(folder, "talk.WAV"), { clock });
  let heard = 0;
  const die = () => {
    if (++heard % 3 === 0) throw new Error("killed");
  };
  let kills = 0;
  for (;;)
    try {
      await run(die, { corpus: other });
      break;
    } catch (error) {
      expect((error as Error).message).toBe("killed");
      kills++;
    }
  expect(kills).toBeGreaterThan(1);
  expect(heard).toBe(windows + kills);
  expect(await outputsOf(other)).toEqual(whole);
});

it("is done again when the audio is another, and stays when the audio was purged", async () => {
  await importAudio(corpus, video, await scriptedWav(), { clock });
  await run();
  const { facts } = scriptedEngine(async () => {});
  await writeFile(join(folder, "other.wav"), wavBytes(new Float32Array(16_000).fill(0.004), 16_000));
  const audio = await importAudio(corpus, video, join(folder, "other.wav"), { clock });
  expect((await transcriptState(corpus, video, facts, settings)).done).toBe(false);
  await run();
  expect((await latestStep(corpus, video, "transcribe", variant))!.n).toBe(2);
  await corpus.store.delete(outputPath(video, "audio", "audio.wav", audio.sha256));
  for (const n of [1, 2]) await corpus.store.delete(`videos/youtube/a_b-c/steps/audio.import.${n}.json`);
  expect((await transcriptState(corpus, video, facts, settings)).done).toBe(true);
});

it("gives up a video whose audio cannot be used, by name, and refuses one that was taken down", async () => {
  await writeFile(join(folder, "talk.mp4"), "no media at all\n");
  await importAudio(corpus, video, join(folder, "talk.mp4"), { clock });
  await expect(run()).rejects.toThrow(PermanentError);
  await expect(run()).rejects.toThrow(/^Of the audio of youtube a_b-c: Expected an audio or video file/);
  await addTakedown(corpus, { video }, clock);
  await expect(run()).rejects.toThrow("was taken down");
  await expect(importAudio(corpus, video, join(folder, "talk.mp4"), { clock })).rejects.toThrow("was taken down");
});

it("keeps two settings side by side, named by what is set", () => {
  const engine = { engine: "whisper.cpp", model: "/models/ggml-base.en.bin" };
  expect(speechVariant(engine, { ...defaultTranscribeSettings, language: "en" })).toBe("whisper.cpp-ggml-base.en-en");
  expect(speechVariant(engine, defaultTranscribeSettings)).toBe("whisper.cpp-ggml-base.en-auto");
  const prompted = speechVariant(engine, { ...defaultTranscribeSettings, prompt: "talk of ramen; $(rm -rf /)" });
  expect(prompted).toMatch(/^whisper\.cpp-ggml-base\.en-auto-[0-9a-f]{8}$/);
  expect(speechVariant({ engine: "command", model: "../../x y" }, defaultTranscribeSettings)).toMatch(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  );
});
