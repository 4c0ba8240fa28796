import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { processTree } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import type { WorkEvent } from "#lib/work/index.ts";
import { expectEachOnce } from "../killHarness.ts";
import { type KillPlan, killTasks } from "../killPlan.ts";
import { supervised } from "./supervised.ts";

let plan: KillPlan;
beforeEach(async () => {
  const location = await mkdtemp(join(tmpdir(), "livecorpus-machine-"));
  plan = { location, tasks: 20, seed: "s", leaseMs: 30_000, workMs: 10 };
});
afterEach(() => rm(plan.location, { recursive: true }));

const never = new AbortController().signal;
const childPids = () => processTree(process.pid).filter(({ ppid }) => ppid === process.pid);

/** Runs the plan on two processes and gives back the report and all that was told; `onTaken` hears of the first task. */
async function run(options: Partial<Parameters<typeof supervised>[1]> = {}, stop = never, onTaken = () => {}) {
  const told: WorkEvent[] = [];
  const tell = (event: WorkEvent) => {
    if (event.kind === "taken" && !told.some(({ kind }) => kind === "taken")) onTaken();
    told.push(event);
  };
  const report = await supervised(plan, { processes: 2, ...options }).run({ tasks: killTasks(plan), stop, tell });
  return { report, told };
}

describe("the engine of this machine", () => {
  test("does all tasks once on its processes, and counts them", async () => {
    const { report, told } = await run();
    expect(report).toEqual({ ended: "finished", done: 20, dead: [], blocked: [], closed: [] });
    await expectEachOnce(openDirectoryStore(plan.location), 20);
    expect(told.findLast(({ kind }) => kind === "count")).toEqual({ kind: "count", done: 20, dead: 0 });
  });

  test("starts a process again that was killed, and does not wait for its lease", async () => {
    plan = { ...plan, workMs: 60 };
    const { report, told } = await run({}, never, () => process.kill(childPids()[0]!.pid, "SIGKILL"));
    expect(report).toMatchObject({ ended: "finished", done: 20, dead: [] });
    expect(told).toContainEqual({ kind: "trouble", message: expect.stringContaining("killed by SIGKILL") });
    await expectEachOnce(openDirectoryStore(plan.location), 20);
  });

  test("vouches for a process that computes for longer than its lease, so nobody takes over", async () => {
    plan = { ...plan, tasks: 3, leaseMs: 700, poison: { t1: "computes" } };
    const { report } = await run();
    expect(report).toMatchObject({ ended: "finished", done: 3 });
    const store = openDirectoryStore(plan.location);
    await expectEachOnce(store, 3);
    for await (const name of store.list("tasks/")) throw new Error(`${name} tells of a failure`);
  });

  test("gives tasks up that kill their process, block it or eat its memory, and does the others", async () => {
    plan = { ...plan, attempts: 1, timeoutMs: 1000, poison: { t1: "kills", t2: "blocks", t3: "eats" } };
    const { report } = await run({ memoryBytes: 300e6 });
    const why = Object.fromEntries(report.dead.map(({ task, message }) => [task, message]));
    expect(why.t1).toMatch(/killed by SIGKILL/);
    expect(why.t2).toMatch(/the time of its step was up, and it did not notice/);
    expect(why.t3).toMatch(/it used [0-9]+ MB of memory, and may use 300 MB/);
    expect(report).toMatchObject({ ended: "finished", done: 17 });
  });

  test("stops when it is told to: tasks are finished or given back, no lease and no process is left", async () => {
    plan = { ...plan, workMs: 300 };
    const stop = new AbortController();
    const { report, told } = await run({}, stop.signal, () => stop.abort());
    expect(report.ended).toBe("stopped");
    expect(report.done).toBeLessThan(20);
    expect(told.filter(({ kind }) => kind === "ended").length).toBeGreaterThan(0);
    expect(childPids()).toEqual([]);
    for await (const name of openDirectoryStore(plan.location).list("leases/")) throw new Error(`${name} is left`);
  });

  test("says what its processes said last when they die again and again", async () => {
    const script =
      "process.on('message', () => { console.error('no such library'); process.exit(3); }); process.send({ kind: 'ready' })";
    await expect(run({ args: ["-e", script] })).rejects.toThrow(
      /5 workers died with nothing done.*code 3.*no such library/,
    );
    expect(childPids()).toEqual([]);
  });

  test("leaves no process behind when it is killed itself", async () => {
    plan = { ...plan, workMs: 5000 };
    const file = join(import.meta.dirname, "supervisor.ts");
    const supervisor = spawn(process.execPath, [file, JSON.stringify(plan)], { stdio: ["ignore", "pipe", "inherit"] });
    await once(supervisor.stdout, "data");
    const tree = processTree(supervisor.pid!);
    expect(tree.length).toBeGreaterThan(1);
    supervisor.kill("SIGKILL");
    const isThere = ({ pid }: { pid: number }) => processTree(pid).length > 0;
    while (tree.some(isThere)) await wait(50);
    for await (const name of openDirectoryStore(plan.location).list("leases/")) throw new Error(`${name} is left`);
  });
});
