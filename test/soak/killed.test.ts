import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPostgres, startRedis, type TestServer } from "../work/bullmq/servers.ts";
import { killTwoOfFour } from "../work/killHarness.ts";
import { startBucket } from "../work/startBucket.ts";

const seeds = Array.from({ length: 20 }, (_, i) => `soak ${i}`);

const halfAnHourMs = 1_800_000;

/** Kills with each seed, in a new folder. */
async function killWithAll(kill: (folder: string, seed: string) => Promise<number>) {
  let slowestMs = 0;
  for (const seed of seeds) {
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
    try {
      slowestMs = Math.max(slowestMs, await kill(folder, seed));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  expect(slowestMs).toBeGreaterThan(0);
  console.log(`the slowest recovery took ${Math.round(slowestMs)} ms, with a lease of 1500 ms`);
}

test("with twenty seeds, two of four processes are killed and nothing is lost or done twice", async () => {
  await killWithAll((location, seed) => killTwoOfFour({ location, seed }));
});

test(
  "so it is in a bucket",
  async () => {
    await killWithAll(async (_, seed) => {
      // The bucket looks through all it holds to list a folder, so each seed has its own.
      const bucket = await startBucket();
      try {
        return await killTwoOfFour({ location: `gs://${bucket.name}/corpus`, emulator: bucket.url, seed });
      } finally {
        await bucket.stop();
      }
    });
  },
  halfAnHourMs,
);

test.each<[string, () => Promise<TestServer>]>([
  ["Redis", startRedis],
  ["PostgreSQL", startPostgres],
])("and with tasks brought by BullMQ on %s", async (_, start) => {
  const server = await start();
  try {
    await killWithAll((location, seed) => killTwoOfFour({ location, seed, queueUrl: server.url }));
  } finally {
    await server.stop();
  }
});
