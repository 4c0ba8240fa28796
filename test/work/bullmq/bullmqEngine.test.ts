import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { processTree, systemClock, systemSleep } from "#lib/effects/index.ts";
import { AuthError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { bullmqEngine, type WorkEvent } from "#lib/work/index.ts";
import { expectEachOnce } from "../killHarness.ts";
import { type KillPlan, killLimits, killTasks } from "../killPlan.ts";
import { startRedis, type TestServer, testPassword } from "./servers.ts";

const worker = join(import.meta.dirname, "..", "killWorker.ts");
let server: TestServer;
let plan: KillPlan;
beforeAll(async () => {
  server = await startRedis(["--requirepass", testPassword, "--maxmemory-policy", "volatile-lru"]);
});
afterAll(() => server.stop());
beforeEach(async () => {
  const location = await mkdtemp(join(tmpdir(), "livecorpus-bullmq-"));
  plan = { location, tasks: 40, seed: "s", leaseMs: 2000, workMs: 20 };
});
afterEach(() => rm(plan.location, { recursive: true }));

const engineOf = (password: string, name: string, said: string[] = []) =>
  bullmqEngine({
    queueUrl: server.url.replace("redis://", `redis://:${password}@`),
    corpus: { store: openDirectoryStore(plan.location), key: null },
    processes: 2,
    command: { program: process.execPath, args: [worker, JSON.stringify(plan)], env: process.env },
    name,
    shard: null,
    clock: systemClock,
    sleep: systemSleep,
    limits: killLimits(plan),
    memoryBytes: Number.POSITIVE_INFINITY,
    say: (text) => said.push(text),
  });
const stop = new AbortController().signal;

describe("the engine of a cluster", () => {
  test("does all tasks once on two machines, one process killed, and no argument, event or word has the password", async () => {
    const told: WorkEvent[] = [];
    const said: string[] = [];
    const lines: Promise<string>[] = [];
    const tell = (event: WorkEvent) => {
      told.push(event);
      if (event.kind !== "taken" || lines.length > 0) return;
      const children = processTree(process.pid).filter(({ ppid }) => ppid === process.pid);
      for (const { pid } of children) lines.push(readFile(`/proc/${pid}/cmdline`, "utf8"));
      const workers = children.filter(({ pid }) => pid !== server.process.pid);
      void Promise.all(lines).then(() => process.kill(workers[0]!.pid, "SIGKILL"));
    };
    const job = { tasks: killTasks(plan), stop, tell };
    const engines = ["machine-1", "machine-2"].map((name) => engineOf(testPassword, name, said));
    expect(engines[0]!.engine).toBe("BullMQ on Redis");
    const reports = await Promise.all(engines.map((engine) => engine.run(job)));
    expect(reports.map(({ ended, done }) => [ended, done])).toEqual(Array(2).fill(["finished", 40]));
    await expectEachOnce(openDirectoryStore(plan.location), 40);
    expect(told).toContainEqual({ kind: "trouble", message: expect.stringContaining("noeviction") });
    expect(told).toContainEqual({ kind: "trouble", message: expect.stringContaining("killed by SIGKILL") });
    const words = [
      JSON.stringify(told),
      ...said,
      ...(await Promise.all(lines)).filter((line) => line.includes("killWorker")),
    ];
    expect(words.length).toBeGreaterThan(1);
    for (const one of words) expect(one).not.toContain(testPassword);
  });

  test("starts no process where the queue's server cannot be worked with", async () => {
    const running = engineOf("pass-word-8", "machine-3").run({ tasks: killTasks(plan), stop, tell: () => {} });
    await expect(running).rejects.toThrow(AuthError);
  });
});
