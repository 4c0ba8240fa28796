import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { killTwoOfFour } from "../work/killHarness.ts";

const seeds = Array.from({ length: 20 }, (_, i) => `soak ${i}`);

test("with twenty seeds, two of four processes are killed and nothing is lost or done twice", async () => {
  let slowestMs = 0;
  for (const seed of seeds) {
    const location = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
    try {
      slowestMs = Math.max(slowestMs, await killTwoOfFour({ location, seed }));
    } finally {
      await rm(location, { recursive: true });
    }
  }
  expect(slowestMs).toBeGreaterThan(0);
  console.log(`the slowest recovery took ${Math.round(slowestMs)} ms, with a lease of 1500 ms`);
});
