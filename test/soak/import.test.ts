import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCorpus, readMessageBatches } from "#lib/corpus/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { writeTwitchLog } from "../bench/twitchLog.ts";

const importer = join(import.meta.dirname, "..", "corpus", "importer.ts");
const video = { platform: "twitch", id: "1" } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-soak-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a 2 GB JSON file with duplicates and disorder takes less than 400 MB", { timeout: 1_200_000 }, async () => {
  const messages = 2_000_000;
  const file = join(folder, "log.json");
  const bytes = await writeTwitchLog(file, { messages, seed: "soak", duplicateEvery: 10, shuffleBlock: 200_000 });
  expect(bytes).toBeGreaterThan(2e9);

  const corpusFolder = join(folder, "corpus");
  const corpus = await openCorpus(openDirectoryStore(corpusFolder), { create: true, key: Buffer.alloc(32, 1) });
  const { status, stdout } = spawnSync(process.execPath, [importer, corpusFolder, "0", file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).peakMB).toBeLessThan(400);

  let kept = 0;
  let previousMs = Number.NEGATIVE_INFINITY;
  let disorder = 0;
  for await (const batch of readMessageBatches(corpus, video))
    for (const { atMs } of batch) {
      kept++;
      if (atMs < previousMs) disorder++;
      previousMs = atMs;
    }
  expect({ kept, disorder }).toEqual({ kept: messages, disorder: 0 });
});
