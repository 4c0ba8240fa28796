import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { latestStep } from "#lib/corpus/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { expectEachOnce, killTwoOfFour, startWorker } from "./killHarness.ts";
import type { KillPlan } from "./killPlan.ts";
import { startBucket } from "./startBucket.ts";

let location: string;
beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
});
afterEach(() => rm(location, { recursive: true }));

test.each(["a", "b"])("two of four processes are killed and nothing is lost or done twice (seed %s)", async (seed) => {
  await killTwoOfFour({ location, seed });
});

test.each(["a", "b"])(
  "so it is where they share nothing but a bucket (seed %s)",
  async (seed) => {
    const bucket = await startBucket();
    try {
      await killTwoOfFour({ location: `gs://${bucket.name}/corpus`, emulator: bucket.url, seed });
    } finally {
      await bucket.stop();
    }
  },
  60_000,
);

test("a process that sleeps through its lease changes nothing that is seen when it wakes", async () => {
  // All are waited for, so that none is left asleep where one fails.
  const delaysMs = [0, 40, 80];
  const ends = await Promise.allSettled(
    delaysMs.map((delayMs) => sleepThroughLease(join(location, `${delayMs}`), delayMs)),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
});

async function sleepThroughLease(folder: string, delayMs: number): Promise<void> {
  const plan: KillPlan = { location: folder, tasks: 1, seed: "s", leaseMs: 600, workMs: 60 };
  const store = openDirectoryStore(folder);
  const children = ["a", "b"].map((name) => startWorker(plan, name));
  const ends = new Map(children.map((child) => [child, once(child, "exit")]));
  try {
    // Whichever takes the task is put to sleep.
    const first = await Promise.race(children.map((child) => once(child.stdout!, "data").then(() => child)));
    await wait(delayMs);
    first.kill("SIGSTOP");
    expect(await ends.get(children.find((child) => child !== first)!)).toEqual([0, null]);
    await expectEachOnce(store, 1);
    const seen = () => latestStep({ store, key: null }, { platform: "other", id: "t0" }, "make", "x");
    const [before, seenBefore] = [await everyByte(store), await seen()];
    first.kill("SIGCONT");
    expect(await ends.get(first)).toEqual([0, null]);
    const after = await everyByte(store);
    expect(after).toMatchObject(before);
    // One that fell asleep in the very call that publishes ends that call when it wakes. Its fence is lower, so nobody sees it.
    expect([[], ["videos/other/t0/steps/make.x.1.json"]]).toContainEqual(
      Object.keys(after).filter((name) => !(name in before)),
    );
    expect(await seen()).toEqual(seenBefore);
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

async function everyByte(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const name of store.list("")) all[name] = Buffer.from((await store.get(name))!).toString("base64");
  return all;
}
