import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Corpus,
  isStale,
  latestStep,
  listSteps,
  listVideos,
  openCorpus,
  outputPath,
  publishStep,
  readChunks,
  readMessages,
  readUtterances,
  readVideo,
  type StepRecord,
  videoPath,
  writeChunks,
  writeOutput,
} from "#lib/corpus/index.ts";
import { InputError, LeaseLostError } from "#lib/errors.ts";
import type { Chunk, VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

const key = Buffer.alloc(32, 1);
const video: VideoKey = { platform: "twitch", id: "../1" };
const facts: Omit<StepRecord, "step" | "variant" | "outputs"> = {
  version: 1,
  params: { windowSeconds: 600 },
  inputs: { messages: "a".repeat(64) },
  tools: {},
  attempts: 1,
  worker: "test",
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:00:01Z",
};
const chunk: Chunk = {
  video,
  index: 1,
  startMs: 0,
  endMs: 600_000,
  lines: [{ source: "CHAT", ref: "m1", atMs: 5, text: "hello" }],
  counts: {
    chatLines: 1,
    speechLines: 0,
    chatChars: 5,
    speechChars: 0,
    chatSpeechRatio: null,
    avgLogprob: null,
    filteredLines: 0,
  },
};

let path: string;
let corpus: Corpus;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "livecorpus-corpus-"));
  corpus = await openCorpus(openDirectoryStore(path), { create: true, key });
});
afterEach(() => rm(path, { recursive: true }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a corpus", () => {
  test("opens again with its key or with none, and keeps only the key's fingerprint", async () => {
    await openCorpus(openDirectoryStore(path), { key });
    await openCorpus(openDirectoryStore(path));
    const text = await readFile(join(path, "corpus.json"), "utf8");
    expect(JSON.parse(text)).toEqual({ schemaVersion: 1, pseudonymKey: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  test("does not open with another key, with a newer schema, when broken or when it is not there", async () => {
    const other = openCorpus(openDirectoryStore(path), { create: true, key: Buffer.alloc(32, 2) });
    await expect(other).rejects.toThrow(InputError);
    await expect(other).rejects.toThrow(/another|two pseudonyms/);
    await writeFile(join(path, "corpus.json"), '{"schemaVersion":2,"pseudonymKey":"x"}');
    await expect(openCorpus(openDirectoryStore(path))).rejects.toThrow(/newer livecorpus/);
    await writeFile(join(path, "corpus.json"), "{");
    await expect(openCorpus(openDirectoryStore(path))).rejects.toThrow(/broken/);
    await expect(openCorpus(openDirectoryStore(join(path, "none")))).rejects.toThrow(/no corpus/);
  });

  test("is not made without a key", async () => {
    await expect(openCorpus(openDirectoryStore(join(path, "new")), { create: true })).rejects.toThrow(/--key/);
  });
});

describe("step records", () => {
  const record: StepRecord = { ...facts, step: "chunk", variant: "w600.b", outputs: {} };

  test("are numbered, and the highest number counts, by value and not by digits", async () => {
    for (let i = 1; i <= 11; i++) await publishStep(corpus, video, { ...record, worker: `w${i}` });
    expect(await latestStep(corpus, video, "chunk", "w600.b")).toMatchObject({ n: 11, record: { worker: "w11" } });
    expect(await latestStep(corpus, video, "chunk", "w600")).toBeNull();
    expect(await listVideos(corpus)).toEqual([video]);
  });

  test("of variants live side by side, and a reader has to say which", async () => {
    await writeChunks(corpus, video, "w600", [chunk], facts);
    expect(await all(readChunks(corpus, video))).toEqual([chunk]);
    await writeChunks(corpus, video, "w120", [], facts);
    expect((await listSteps(corpus, video)).map((step) => step.record.variant)).toEqual(["w120", "w600"]);
    await expect(all(readChunks(corpus, video))).rejects.toThrow(/found w120, w600/);
    await expect(all(readChunks(corpus, video, "w60"))).rejects.toThrow(InputError);
    expect(await all(readChunks(corpus, video, "w600"))).toEqual([chunk]);
    expect(await all(readChunks(corpus, video, "w120"))).toEqual([]);
  });

  test("that somebody has damaged are named with the first thing that is wrong and what to do", async () => {
    await publishStep(corpus, video, { ...facts, step: "chunk", variant: "w600", outputs: {} });
    const [name] = await all(corpus.store.list(`${videoPath(video)}/steps/`));
    await corpus.store.put(name!, Buffer.from('{"nonsense":1}'));
    await expect(latestStep(corpus, video, "chunk", "w600")).rejects.toThrow(
      /\/steps\/chunk\.w600\.1\.json is no step record: step: [^\n]*Restore it from a copy; or delete it/,
    );
  });

  test("with a lower fence never come after a higher one", async () => {
    await publishStep(corpus, video, record, 3);
    await expect(publishStep(corpus, video, record, 3)).rejects.toThrow(LeaseLostError);
    await expect(publishStep(corpus, video, record, 2)).rejects.toThrow(LeaseLostError);
    expect((await publishStep(corpus, video, record, 5)).n).toBe(5);
  });

  test("of many at once all get a number of their own", async () => {
    const steps = await Promise.all(Array.from({ length: 8 }, () => publishStep(corpus, video, record)));
    expect(steps.map(({ n }) => n).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("are not written again for the same chunks of the same inputs", async () => {
    const first = await writeChunks(corpus, video, "w600", [chunk], facts);
    const again = await writeChunks(corpus, video, "w600", [chunk], { ...facts, finishedAt: "2026-02-01T00:00:00Z" });
    expect(again).toEqual(first);
    expect((await writeChunks(corpus, video, "w600", [chunk], { ...facts, version: 2 })).n).toBe(2);
  });
});

describe("a step", () => {
  const record: StepRecord = { ...facts, step: "chunk", variant: "w600", outputs: {} };

  test("is stale when an input, a parameter or the version differ, whatever their order", () => {
    const params = { a: 1, b: { c: 2, d: 3 } };
    const made = { ...record, params };
    expect(isStale(made, { ...facts, params: { b: { d: 3, c: 2 }, a: 1 } })).toBe(false);
    expect(isStale(made, { ...facts, params: { ...params, a: 2 } })).toBe(true);
    expect(isStale(made, { ...facts, params, inputs: { messages: "b".repeat(64) } })).toBe(true);
    expect(isStale(made, { ...facts, params, inputs: { ...facts.inputs, speech: "b".repeat(64) } })).toBe(true);
    expect(isStale(made, { ...facts, params, version: 2 })).toBe(true);
  });

  test("whose input was purged is sealed: never stale again", () => {
    expect(isStale(record, { ...facts, version: 2, inputs: { messages: null } })).toBe(false);
  });
});

describe("a reader", () => {
  async function storeMessages(content: string): Promise<string> {
    const output = await writeOutput(corpus, video, "chat", "messages.jsonl.gz", Buffer.from(content));
    await publishStep(corpus, video, {
      ...facts,
      step: "chat",
      variant: "import",
      outputs: { "messages.jsonl.gz": output },
    });
    return outputPath(video, "chat", "messages.jsonl.gz", output.sha256);
  }
  const good =
    '{"id":"a","atMs":1,"author":"a_x","roles":[],"kind":"text","text":"t","origin":{"file":"f","index":0}}\n';

  test("finds nothing in a video without chat, speech or chunks", async () => {
    expect(await all(readMessages(corpus, video))).toEqual([]);
    expect(await all(readUtterances(corpus, video))).toEqual([]);
    expect(await all(readChunks(corpus, video))).toEqual([]);
    await expect(readVideo(corpus, video)).rejects.toThrow(InputError);
  });

  test("names object and line of a record that is broken", async () => {
    const name = await storeMessages(`${good}${good.replace('"atMs":1', '"atMs":"1"')}`);
    const read = all(readMessages(corpus, video));
    await expect(read).rejects.toThrow(InputError);
    await expect(read).rejects.toThrow(name);
    await expect(read).rejects.toThrow("line 2");
    await expect(read).rejects.toThrow("atMs");
  });

  test("notices a changed, a cut and a missing object", async () => {
    const name = await storeMessages(good);
    const file = join(path, name);
    await writeFile(file, gzipSync(good.replace('"t"', '"u"')));
    await expect(all(readMessages(corpus, video))).rejects.toThrow(/content that its name promises/);
    await writeFile(file, gzipSync(good).subarray(0, 40));
    await expect(all(readMessages(corpus, video))).rejects.toThrow(/damaged/);
    await rm(file);
    await expect(all(readMessages(corpus, video))).rejects.toThrow(/There is no/);
  });

  test("takes what is known of a video from all its steps", async () => {
    const about = async (step: string, finishedAt: string, content: object) => {
      const output = await writeOutput(corpus, video, step, "video.json", Buffer.from(JSON.stringify(content)));
      const outputs = { "video.json": output };
      await publishStep(corpus, video, { ...facts, finishedAt, step, variant: "x", outputs });
    };
    await about("chat", "2026-01-02T00:00:00Z", { ...video, title: "later", language: "en" });
    await about("collect", "2026-01-01T00:00:00Z", { ...video, title: "earlier", durationMs: 5 });
    expect(await readVideo(corpus, video)).toEqual({ ...video, title: "later", language: "en", durationMs: 5 });
  });
});
