import type { Corpus } from "#lib/corpus/index.ts";
import { anySignal, type Clock, type Sleep, seededRandom } from "#lib/effects/index.ts";
import { AuthError, InputError, LeaseLostError, TransientError } from "#lib/errors.ts";
import type { Executor, Job } from "../executor.ts";
import { leaseName } from "../lease/leaseName.ts";
import { leaseAt } from "../lease/takeLease.ts";
import type { Limits } from "../limits.ts";
import { mergeReports } from "../mergeReports.ts";
import type { WorkerReport } from "../runWorker.ts";
import type { Shard } from "../shard/shard.ts";
import { endAttempt } from "../task/endAttempt.ts";
import { type ChildCommand, type ChildEnd, startChild } from "./startChild.ts";

// A task that kills its workers is dead after its attempts, and a few of these shall not stop the run. Who dies before it has
// taken a task will hardly do better the next time.
const deathsAtMost = 20;
const idleDeathsAtMost = 5;
const restartCapMs = 5000;

/**
 * The engine of one machine: a supervisor that keeps `processes` children at work. A child that dies is started again; the attempt at
 * which it died is put on record and its lease ended at once, since here it is certain that it is dead. While a child computes
 * without a pause the supervisor shows that it lives, as long as the time of its step is not up.
 *
 * @param options.name of this supervisor, which no other has or ever had; its children's names begin with it
 * @param options.shard this machine's part of the tasks; the children share it
 * @param options.memoryBytes how much a child and all that it has started may use together; Infinity for no limit. Not
 *   enforced on Windows
 * @throws what stopped a child (InputError), or an Error when children die again and again with nothing done in between
 */
export function thisMachine(options: {
  corpus: Corpus;
  processes: number;
  command: ChildCommand;
  name: string;
  shard: Shard | null;
  clock: Clock;
  sleep: Sleep;
  limits: Limits;
  memoryBytes: number;
  say: (text: string) => void;
}): Executor {
  return { engine: "this machine", run: (job) => supervise(options, job) };
}

async function supervise(options: Parameters<typeof thisMachine>[0], job: Job): Promise<WorkerReport> {
  const { corpus, processes, name, shard, sleep, limits, clock } = options;
  const random = seededRandom(name);
  const byId = new Map(job.tasks.map((task) => [task.id, task]));
  const failed = new AbortController();
  const stop = anySignal([job.stop, failed.signal]);
  let deaths = 0;
  let idleDeaths = 0;
  let started = 0;
  const counts = { done: 0, dead: 0 };

  const tell: Job["tell"] = (event) => {
    if (event.kind === "ended" && event.outcome.kind === "done") {
      deaths = 0;
      idleDeaths = 0;
    }
    if (event.kind !== "count") return job.tell(event);
    // Each child knows what it has seen, so the most that one has seen is true for all.
    if (event.done <= counts.done && event.dead <= counts.dead) return;
    counts.done = Math.max(counts.done, event.done);
    counts.dead = Math.max(counts.dead, event.dead);
    job.tell({ kind: "count", ...counts });
  };
  /** Puts the attempt at which a child died on record, and lets others have the task. */
  const bury = async (end: ChildEnd & { kind: "died" }) => {
    const task = end.running && byId.get(end.running.task);
    if (!end.running || !task) return;
    const { attempt, fence } = end.running;
    const error = new TransientError(`Its process died: ${end.how}`);
    const outcome = await endAttempt({ corpus, name, clock, random, limits, tell }, task, fence, error, attempt - 1);
    try {
      await corpus.store.delete(leaseName(task.id, fence));
    } catch (trouble) {
      // Others find it stale in time.
      tell({ kind: "trouble", message: String(trouble) });
    }
    tell({ kind: "ended", task: task.id, outcome });
  };
  const vouch = async (own: { name: string }, { task, fence }: { task: string; fence: number }) => {
    try {
      await leaseAt({ store: corpus.store, task, n: fence, worker: own.name, clock }).beat();
    } catch (trouble) {
      // A lost lease is for the child to notice.
      if (!(trouble instanceof LeaseLostError)) tell({ kind: "trouble", message: String(trouble) });
    }
  };
  const keepChild = async (slot: number): Promise<WorkerReport | null> => {
    const own = { index: (shard?.index ?? 0) * processes + slot, count: (shard?.count ?? 1) * processes };
    for (;;) {
      const child = { ...options, name: `${name}.${++started}`, shard: own.count === 1 ? null : own, stop, tell };
      const end = await startChild({ ...child, vouch: (running) => vouch(child, running) });
      if (end.kind === "error") throw errorOf(end);
      if (end.kind === "report" && end.report.ended !== "stuck") return end.report;
      if (end.kind === "died") {
        tell({ kind: "trouble", message: `A worker died: ${end.how}` });
        await bury(end);
        deaths++;
        idleDeaths += end.running ? 0 : 1;
        if (deaths >= deathsAtMost || idleDeaths >= idleDeathsAtMost)
          throw new Error(`${deaths} workers died with nothing done in between. The last: ${end.how}`);
        await sleep(random.next() * Math.min(restartCapMs, 100 * 2 ** deaths), stop);
      }
      if (stop.aborted) return null;
    }
  };
  const kept = Array.from({ length: processes }, (_, slot) =>
    keepChild(slot).catch((error) => {
      failed.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(kept);
  const reports: WorkerReport[] = [];
  for (const end of ends) {
    if (end.status === "rejected") throw end.reason;
    if (end.value) reports.push(end.value);
  }
  return mergeReports(reports, job.stop.aborted);
}

function errorOf({ name, message }: { name: string; message: string }): Error {
  if (name === "InputError") return new InputError(message);
  if (name === "AuthError") return new AuthError(message);
  return new Error(`A worker failed: ${name}: ${message}`);
}
