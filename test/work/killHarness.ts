import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { listSteps, outputPath } from "#lib/corpus/index.ts";
import { seededRandom } from "#lib/effects/index.ts";
import type { Store } from "#lib/store/index.ts";
import { type KillPlan, openLocation } from "./killPlan.ts";

const workerFile = join(import.meta.dirname, "killWorker.ts");

/** Starts one of the processes of a plan, to which tasks come as the plan says. */
export function startWorker(plan: KillPlan, name: string): ChildProcess {
  return spawn(process.execPath, [workerFile, JSON.stringify(plan), name], { stdio: ["ignore", "pipe", "inherit"] });
}

/**
 * Runs 200 tasks on four processes, kills two of them with SIGKILL at moments drawn from the seed, and expects of the other two
 * that all is done, each task has published once, and what the killed had begun is done within the lease time and two seconds.
 *
 * @returns how long the slower of the two recoveries took, in milliseconds
 */
export async function killTwoOfFour(
  options: Pick<KillPlan, "location" | "emulator" | "queueUrl" | "seed">,
): Promise<number> {
  const plan: KillPlan = { ...options, tasks: 200, leaseMs: 1500, workMs: 20 };
  const store = openLocation(plan);
  const random = seededRandom(plan.seed);
  const children = Array.from({ length: 4 }, (_, i) => startWorker(plan, `w${i}`));
  const ends = children.map((child) => once(child, "exit"));
  let taken = 0;
  for (const child of children)
    child.stdout!.on("data", (text) => {
      taken += String(text).split("\n").length - 1;
    });
  try {
    const kills = random.shuffle([0, 1, 2, 3]).slice(0, 2);
    const marks = [10 + random.below(60), 80 + random.below(60)];
    const recoveries: number[] = [];
    const recovered = kills.map(async (victim, i) => {
      while (taken < marks[i]!) await wait(10);
      await wait(random.below(50));
      children[victim]!.kill("SIGKILL");
      await ends[victim];
      const killedMs = performance.now();
      for (const task of await tasksHeldBy(store, `w${victim}`)) while (!(await isDone(store, task))) await wait(20);
      recoveries.push(performance.now() - killedMs);
    });
    const codes = await Promise.all(ends.filter((_, i) => !kills.includes(i)));
    expect(codes.map(([code]) => code)).toEqual([0, 0]);
    await Promise.all(recovered);
    expect(Math.max(...recoveries)).toBeLessThan(plan.leaseMs + 2000);
    await expectEachOnce(store, plan.tasks);
    return Math.max(...recoveries);
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

/** Every task has one record, whose output is whole, and no lease is left. */
export async function expectEachOnce(store: Store, tasks: number): Promise<void> {
  const records: string[] = [];
  for await (const name of store.list("videos/")) if (name.includes("/steps/")) records.push(name.split("/")[2]!);
  expect(records.sort()).toEqual(Array.from({ length: tasks }, (_, i) => `t${i}`).sort());
  for (const id of records) {
    const video = { platform: "other", id } as const;
    const [step] = await listSteps({ store, key: null }, video);
    const content = `made of ${id}`;
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(step!.record.outputs["made.txt"]).toEqual({ sha256, bytes: content.length });
    const bytes = await store.get(outputPath(video, "make", "made.txt", sha256));
    expect(Buffer.from(bytes!).toString("utf8")).toBe(content);
  }
  const leases: string[] = [];
  for await (const name of store.list("leases/")) leases.push(name);
  expect(leases).toEqual([]);
}

async function isDone(store: Store, task: string): Promise<boolean> {
  for await (const _ of store.list(`videos/other/${task}/steps/`)) return true;
  return false;
}

async function tasksHeldBy(store: Store, worker: string): Promise<string[]> {
  const held: string[] = [];
  for await (const name of store.list("leases/")) {
    const bytes = await store.get(name);
    const [, task] = /^leases\/(.+)\.[0-9]+$/.exec(name)!;
    if (bytes && JSON.parse(Buffer.from(bytes).toString("utf8")).worker === worker) held.push(task!);
  }
  return held;
}
