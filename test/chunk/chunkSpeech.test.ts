import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { chunkState, chunkVideo } from "#lib/chunk/index.ts";
import { type Corpus, jsonLines, openCorpus, publishStep, writeOutput } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { ChunkSettings } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

const video = { platform: "other", id: "v" } as const;
const clock = fixedClock("2026-01-01T00:00:00Z");

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-speech-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32) });
});
afterEach(() => rm(folder, { recursive: true }));

async function publish(variant: string, text: string): Promise<void> {
  const said = jsonLines([{ id: "u0", startMs: 1000, endMs: 2000, text }]);
  const outputs = {
    "utterances.jsonl.gz": await writeOutput(corpus, video, "transcribe", "utterances.jsonl.gz", said),
  };
  const at = clock.now().toISOString();
  const facts = {
    version: 1,
    params: {},
    inputs: {},
    tools: {},
    attempts: 1,
    worker: "test",
    startedAt: at,
    finishedAt: at,
  };
  await publishStep(corpus, video, { step: "transcribe", variant, outputs, ...facts });
}

const cut = async (speech?: string) => {
  const settings = ChunkSettings.parse({ speech });
  const { variant, chunks } = await chunkVideo({ corpus, video, settings, clock });
  expect((await chunkState(corpus, video, settings)).done).toBe(true);
  return [variant, chunks[0]!.lines.map(({ text }) => text)];
};

it("cuts the transcript that is named, beside what was cut of another", async () => {
  await publish("base-ja", "heard by base");
  expect(await cut()).toEqual(["w600", ["heard by base"]]);
  await publish("large-ja", "heard by large");
  expect(await cut("large-ja")).toEqual(["w600-large-ja", ["heard by large"]]);
  expect(await cut("base-ja")).toEqual(["w600-base-ja", ["heard by base"]]);
});

it("takes the imported transcript where none is named, and asks where several were heard and none imported", async () => {
  await publish("base-ja", "heard by base");
  await publish("large-ja", "heard by large");
  await expect(cut()).rejects.toThrow(InputError);
  await expect(cut()).rejects.toThrow("found base-ja, large-ja");
  await expect(cut("huge-ja")).rejects.toThrow("expected the transcript huge-ja");
  await publish("import", "typed by a person");
  expect(await cut()).toEqual(["w600", ["typed by a person"]]);
});
