import { setTimeout as wait } from "node:timers/promises";
import { type Corpus, latestStep, writeOutput } from "#lib/corpus/index.ts";
import { seededRandom, stopOnSignal, systemClock, systemSleep } from "#lib/effects/index.ts";
import {
  bullmqDelivery,
  queueUrlVariable,
  runWorker,
  type Step,
  serveSupervisor,
  type Worker,
} from "#lib/work/index.ts";
import { type KillPlan, killLimits, killTasks, openLocation, type Poison } from "./killPlan.ts";

/**
 * One of several real processes on one store: `killWorker.ts PLAN NAME`. It prints each task that it takes. Started with a line to
 * a supervisor, it works for that one.
 */
const plan: KillPlan = JSON.parse(process.argv[2]!);
const name = process.argv[3] ?? "";
const corpus: Corpus = { store: openLocation(plan), key: null };
const random = seededRandom(`${plan.seed} ${name}`);

const tasks = killTasks(plan);
const videoOf = (task: string) => ({ platform: "other", id: task }) as const;
const step: Step = {
  name: "make",
  timeoutMs: plan.timeoutMs ?? 60_000,
  state: async ({ id }) => {
    const n = (await latestStep(corpus, videoOf(id), "make", "x"))?.n ?? 0;
    return { done: n > 0, published: n };
  },
  run: async ({ id }) => {
    await suffer(plan.poison?.[id]);
    await wait(random.below(plan.workMs));
    const output = await writeOutput(corpus, videoOf(id), "make", "made.txt", Buffer.from(`made of ${id}`));
    await wait(random.below(plan.workMs));
    const outputs = { "made.txt": output };
    return [{ step: "make", variant: "x", version: 1, params: {}, inputs: {}, outputs, tools: {} }];
  },
};

async function suffer(how: Poison | undefined): Promise<void> {
  if (how === "kills") process.kill(process.pid, "SIGKILL");
  if (how === "blocks") for (;;) await Promise.resolve();
  // Twice as long as the lease, without a turn for anything else.
  const untilMs = performance.now() + 2 * plan.leaseMs;
  while (how === "computes" && performance.now() < untilMs);
  const eaten: Buffer[] = [];
  while (how === "eats") {
    eaten.push(Buffer.alloc(20e6, 1));
    await wait(5);
  }
}

const limits = killLimits(plan);
const queueUrl = plan.queueUrl ?? process.env[queueUrlVariable];
const delivery =
  queueUrl === undefined ? null : await bullmqDelivery({ queueUrl, run: plan.location, sleep: systemSleep, limits });
const worker: Omit<Worker, "name" | "random" | "stop" | "tell"> = {
  corpus,
  steps: new Map([["make", step]]),
  clock: systemClock,
  sleep: systemSleep,
  limits,
  ...(delivery && { delivery }),
};
const stop = stopOnSignal(process);
if (process.send) await serveSupervisor(process, { ...worker, tasks }, stop);
else {
  const tell: Worker["tell"] = (event) => {
    if (event.kind === "taken") process.stdout.write(`taken ${event.task}\n`);
  };
  await runWorker({ ...worker, tasks, name, random, stop, tell, shard: null });
}
await delivery?.close();
