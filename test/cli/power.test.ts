import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { signFlipTest } from "#lib/stats/index.ts";
import { commandLine } from "../commandLine.ts";

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(["power", ...args]);
}

test("says what a study finds, the smallest difference it finds, and how many videos a difference takes", async () => {
  const { out } = await livecorpus("--videos", "16", "--questions", "20", "--difference", "0.1");
  expect(out).toMatch(/^16 videos with 20 questions each find a difference of 0\.1 with probability 0\.\d\d\./);
  expect(out).toMatch(/with probability 0\.8 is 0\.\d{3}\./);
  expect(out).toMatch(/takes \d+ videos\./);
});

test("predicts how often simulated studies with a planted difference find it", async () => {
  const flags = ["--videos", "14", "--questions", "12", "--icc", "0", "--accuracy", "0.5", "--correlation", "0"];
  const predicted = JSON.parse((await livecorpus(...flags, "--difference", "0.15", "--json")).out).power as number;
  const random = seededRandom("planted");
  const arm = (p: number) => (random.next() < p ? 1 : 0);
  let found = 0;
  const studies = 300;
  for (let i = 0; i < studies; i++) {
    const differences = Array.from({ length: 14 }, () => Array.from({ length: 12 }, () => arm(0.575) - arm(0.425)));
    if (signFlipTest(differences, random.next).p! <= 0.05) found++;
  }
  // Four standard deviations of a share of 300.
  expect(Math.abs(found / studies - predicted)).toBeLessThan(4 * Math.sqrt((predicted * (1 - predicted)) / studies));
});

test("needs more videos for a smaller difference, and says so when none are enough", async () => {
  const needed = async (difference: string) =>
    JSON.parse((await livecorpus("--difference", difference, "--json")).out).videosNeeded;
  expect(await needed("0.05")).toBeGreaterThan(3 * (await needed("0.1")));
  expect(await needed("0.0001")).toBeNull();
});

test("refuses what no study can have, with exit code 2", async () => {
  expect(await livecorpus("--videos", "1")).toMatchObject({ code: 2, err: expect.stringContaining("from 2") });
  expect(await livecorpus("--accuracy", "1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("above 0 and below 1"),
  });
  expect(await livecorpus("--difference", "0")).toMatchObject({
    code: 2,
    err: expect.stringContaining("expected more than 0 and at most 0.8"),
  });
  expect(await livecorpus("--difference", "0.5", "--accuracy", "0.8")).toMatchObject({
    code: 2,
    err: expect.stringContaining("cannot be further apart"),
  });
  for (const power of ["0.05", "1"])
    expect(await livecorpus("--power", power)).toMatchObject({
      code: 2,
      err: expect.stringContaining("above 0.05 and below 1"),
    });
});
