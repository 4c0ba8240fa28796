import { mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileHashes } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";

let file: string;
let reads: number;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), "livecorpus-hashes-")), "chat.json");
  reads = 0;
});
afterEach(() => rm(join(file, ".."), { recursive: true }));

const memoryAt = (time: string) => fileHashes(fixedClock(time), async (path) => `${path} ${++reads}`);

test("A file that nobody touched is read once", async () => {
  await writeFile(file, "one");
  const hashOf = memoryAt("2126-01-01T00:00:00Z");
  expect(await hashOf(file)).toBe(await hashOf(file));
  expect(reads).toBe(1);
});

test("Another content of the same length is read, also under the old time", async () => {
  await writeFile(file, "one");
  const { atime, mtime } = await stat(file);
  const hashOf = memoryAt("2126-01-01T00:00:00Z");
  await hashOf(file);
  await writeFile(file, "two");
  await utimes(file, atime, mtime);
  await hashOf(file);
  expect(reads).toBe(2);
});

test("A file that was changed just now is read again, since its times may not tell the next change", async () => {
  await writeFile(file, "one");
  const hashOf = memoryAt((await stat(file)).mtime.toISOString());
  await hashOf(file);
  await hashOf(file);
  expect(reads).toBe(2);
});
