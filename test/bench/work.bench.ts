import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestStep } from "#lib/corpus/index.ts";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { defaultLimits, runWorker, type Step, type Task } from "#lib/work/index.ts";

/**
 * What work costs beside the work itself: empty tasks, each with its lease, its step record and every fsync, in one process on a
 * directory; beside it, what one write and one sync of a file take on this disk. Argument: how many tasks (10000).
 */
const count = Number(process.argv[2] ?? 10_000);
const askedMs = 5;
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
  const once = async (name: string) => {
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
      tasks,
      shard: null,
    });
    if (report.done !== count) throw new Error(`${report.done} of ${count} tasks are done`);
    return (performance.now() - startMs) / count;
  };
  const syncMs = await syncTime(join(folder, "sync"));
  const taskMs = await once("first");
  const againMs = await once("again");
  console.log(
    `| ${count.toLocaleString("en")} empty tasks in one process on a directory | ${taskMs.toFixed(2)} ms a task; ` +
      `${againMs.toFixed(2)} ms where it is done already | a write and a sync of one file: ${syncMs.toFixed(2)} ms | ` +
      `${(taskMs / syncMs).toFixed(1)} x one write | at most ${askedMs} ms |`,
  );
  if (taskMs > askedMs) process.exitCode = 1;
}

/** Milliseconds for one small file, written and synced, the median of many. */
async function syncTime(path: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const startMs = performance.now();
    const file = await open(`${path}${i}`, "wx");
    await file.writeFile("{}");
    await file.sync();
    await file.close();
    times.push(performance.now() - startMs);
  }
  return times.sort((a, b) => a - b)[100]!;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
