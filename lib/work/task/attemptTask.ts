import { publishStep } from "#lib/corpus/index.ts";
import { type Outcome, stepOf, type Worker } from "../context.ts";
import { leaseName, leasesOf } from "../lease/leaseName.ts";
import { type Lease, takeLease } from "../lease/takeLease.ts";
import { endAttempt, failureBase } from "./endAttempt.ts";
import { type Failure, type NumberedFailure, readFailure, recordFailure } from "./failure.ts";
import { runStep } from "./runStep.ts";
import { stateOf } from "./stateOf.ts";
import type { Made, Task } from "./task.ts";

/**
 * One attempt at a task, from taking its lease to letting it go: runs the step, publishes what it made under the fence, and
 * keeps on record how it failed. An error of the store before the step has begun is thrown, and is no failure of the task.
 *
 * @param above the highest number that the task is known to have used: of its step records, failures and a stale lease
 * @returns how it ended, and a promise that its lease is gone, which never fails: nobody has to wait for that before other work
 */
export async function attemptTask(
  worker: Worker,
  task: Task,
  above: number,
): Promise<{ outcome: Outcome; released: Promise<void> }> {
  const { corpus, name, clock } = worker;
  const lease = await takeLease({ store: corpus.store, task: task.id, n: above + 1, worker: name, clock });
  if (!lease) return { outcome: { kind: "busy" }, released: Promise.resolve() };
  try {
    const outcome = await underLease(worker, task, lease);
    worker.tell({ kind: "ended", task: task.id, outcome });
    return { outcome, released: release(worker, lease) };
  } catch (error) {
    await release(worker, lease);
    throw error;
  }
}

async function release(worker: Worker, lease: Lease): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    // Others find it stale in time.
    worker.tell({ kind: "trouble", message: String(error) });
  }
}

/** Looks at the task again, since what was known before may be old, and from here on nobody else changes it; then runs it. */
async function underLease(worker: Worker, task: Task, lease: Lease): Promise<Outcome> {
  const { store } = worker.corpus;
  const [leases, failure, state] = await Promise.all([
    leasesOf(store, task.id),
    readFailure(store, task.id),
    stateOf(worker, task),
  ]);
  const over = Math.max(failure?.n ?? 0, state.published);
  if (lease.n <= over || leases.some((n) => n > lease.n))
    return state.done ? { kind: "done", ran: false } : { kind: "busy" };
  const left = leases.filter((n) => n < lease.n);
  const last = await sweep(worker, task, left, failure, over);
  if (state.done) return { kind: "done", ran: false };
  if (last?.dead) return { kind: "dead", error: last.error, message: last.message };
  const used = last?.attempt ?? 0;
  try {
    if (state.error) throw state.error;
    await run(worker, task, lease, used + 1);
    return { kind: "done", ran: true };
  } catch (error) {
    return await endAttempt(worker, task, lease.n, error, used);
  }
}

async function run(worker: Worker, task: Task, lease: Lease, attempt: number): Promise<void> {
  const { corpus, clock, name } = worker;
  const startedAt = clock.now().toISOString();
  const { timeoutMs } = stepOf(worker, task);
  worker.tell({ kind: "taken", task: task.id, fence: lease.n, attempt, timeoutMs });
  await runStep(worker, task, lease, attempt, async (records: readonly Made[]) => {
    for (const made of records) {
      if (!task.video)
        throw new Error(`The step ${task.step} made a step record, but its task ${task.id} has no video.`);
      const facts = { attempts: attempt, worker: name, startedAt, finishedAt: clock.now().toISOString() };
      await publishStep(corpus, task.video, { ...made, ...facts }, lease.n);
    }
  });
}

/** Deletes the leases of owners that are gone. One that ended without a trace was a worker that died: that is a failure. */
async function sweep(
  worker: Worker,
  task: Task,
  leases: readonly number[],
  failure: NumberedFailure | null,
  over: number,
): Promise<Failure | null> {
  const { store } = worker.corpus;
  let last = failure?.failure ?? null;
  for (const n of leases) {
    if (n > over) {
      const attempt = (last?.attempt ?? 0) + 1;
      const message = "Its worker vanished: it was killed, its machine stopped, or it could not reach the store.";
      const dead = attempt >= worker.limits.attempts;
      last = { ...failureBase(worker, task), error: "WorkerVanished", message, attempt, waitMs: 0, dead };
      await recordFailure(store, n, last);
    }
    await store.delete(leaseName(task.id, n));
  }
  return last;
}
