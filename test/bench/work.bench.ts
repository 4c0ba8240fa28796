import { mkdtempSync, rmSync } from "node:fs";
import { link, mkdir, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestStep } from "#lib/corpus/index.ts";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { defaultLimits, runWorker, type Step, type Task } from "#lib/work/index.ts";

/**
 * What work costs beside the work itself: empty tasks, each with its lease, its step record and every fsync, in one process on a
 * directory; beside it, a plain loop that writes and syncs the same. Both take turns, and the bound is held to the fastest round,
 * since what else uses the machine makes either slower and never faster. Argument: how many tasks (10000).
 */
const count = Number(process.argv[2] ?? 10_000);
const askedMs = 5;
const rounds = 10;
const variantOf = (task: string) => task.split(".")[1]!;

async function bench(folder: string): Promise<void> {
  const corpus = { store: openDirectoryStore(join(folder, "corpus")), key: null };
  // A hundred variants of a step for each video, so that the folders of the videos are there.
  const tasks: Task[] = Array.from({ length: count }, (_, i) => ({
    id: `make.x${i % 100}.other.v${Math.floor(i / 100)}`,
    step: "make",
    video: { platform: "other", id: `v${Math.floor(i / 100)}` },
    needs: [],
    queue: "other",
  }));
  const step: Step = {
    name: "make",
    timeoutMs: 60_000,
    state: async ({ id, video }) => {
      const n = (await latestStep(corpus, video!, "make", variantOf(id)))?.n ?? 0;
      return { done: n > 0, published: n };
    },
    run: async ({ id }) => [
      { step: "make", variant: variantOf(id), version: 1, params: {}, inputs: {}, outputs: {}, tools: {} },
    ],
  };
  const once = async (name: string, some: readonly Task[]) => {
    const startMs = performance.now();
    const report = await runWorker({
      corpus,
      steps: new Map([["make", step]]),
      name,
      clock: systemClock,
      sleep: systemSleep,
      random: seededRandom(name),
      limits: defaultLimits,
      stop: new AbortController().signal,
      tell: () => {},
      tasks: some,
      shard: null,
    });
    if (report.done !== some.length) throw new Error(`${report.done} of ${some.length} tasks are done`);
    return (performance.now() - startMs) / some.length;
  };
  const plain = join(folder, "plain");
  await mkdir(plain);
  const taskMs: number[] = [];
  const plainMs: number[] = [];
  const each = Math.ceil(count / rounds);
  for (let from = 0; from < count; from += each) {
    const some = tasks.slice(from, from + each);
    taskMs.push(await once(`first${from}`, some));
    plainMs.push(await plainTime(plain, some));
  }
  const againMs = await once("again", tasks);
  const bestMs = Math.min(...taskMs);
  console.log(
    `| ${count.toLocaleString("en")} empty tasks in one process on a directory | ${bestMs.toFixed(2)} ms a task in the fastest of ` +
      `${taskMs.length} rounds, ${mean(taskMs).toFixed(2)} in the mean; ${againMs.toFixed(2)} ms where it is done already | ` +
      `a plain loop that writes, links, deletes and syncs the same files, in turns with it: ${Math.min(...plainMs).toFixed(2)} ms, ` +
      `${mean(plainMs).toFixed(2)} in the mean | ${(mean(taskMs) / mean(plainMs)).toFixed(1)} x the loop | ` +
      `at most ${askedMs} ms in the fastest round: others may use the disk in the rest |`,
  );
  if (bestMs > askedMs) process.exitCode = 1;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Milliseconds a task of what no worker can do without: a lease made, a record made, the lease deleted, each durable. */
async function plainTime(path: string, tasks: readonly Task[]): Promise<number> {
  const startMs = performance.now();
  for (const { id } of tasks) {
    await create(path, `${id}.lease`, 80);
    await create(path, `${id}.json`, 330);
    await unlink(join(path, `${id}.lease`));
    await syncFolder(path);
  }
  return (performance.now() - startMs) / tasks.length;
}

async function create(path: string, name: string, bytes: number): Promise<void> {
  const temporary = join(path, `.${name}`);
  const file = await open(temporary, "wx");
  await file.writeFile("x".repeat(bytes));
  await file.sync();
  await file.close();
  await link(temporary, join(path, name));
  await unlink(temporary);
  await syncFolder(path);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync();
  await folder.close();
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
