import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPostgres, startRedis, type TestServer } from "../work/bullmq/servers.ts";
import { killTwoOfFour } from "../work/killHarness.ts";
import { startBucket } from "../work/startBucket.ts";

const seeds = Array.from({ length: 20 }, (_, i) => `soak ${i}`);

/** Kills with each seed, on whatever the seed is given. */
async function killWithAll(placeOf: (folder: string, seed: string) => Parameters<typeof killTwoOfFour>[0]) {
  let slowestMs = 0;
  for (const seed of seeds) {
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
    try {
      slowestMs = Math.max(slowestMs, await killTwoOfFour(placeOf(folder, seed)));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  expect(slowestMs).toBeGreaterThan(0);
  console.log(`the slowest recovery took ${Math.round(slowestMs)} ms, with a lease of 1500 ms`);
}

test("with twenty seeds, two of four processes are killed and nothing is lost or done twice", async () => {
  await killWithAll((location, seed) => ({ location, seed }));
});

test("so it is in a bucket", async () => {
  const bucket = await startBucket();
  try {
    const placeOf = (seed: string) => `gs://${bucket.name}/${seed.replace(" ", "-")}`;
    await killWithAll((_, seed) => ({ location: placeOf(seed), emulator: bucket.url, seed }));
  } finally {
    await bucket.stop();
  }
});

test.each<[string, () => Promise<TestServer>]>([
  ["Redis", startRedis],
  ["PostgreSQL", startPostgres],
])("and with tasks brought by BullMQ on %s", async (_, start) => {
  const server = await start();
  try {
    await killWithAll((location, seed) => ({ location, seed, queueUrl: server.url }));
  } finally {
    await server.stop();
  }
});
