import { LeaseLostError, TransientError } from "#lib/errors.ts";
import { stepOf, type Worker } from "../context.ts";
import { keepLease } from "../lease/keepLease.ts";
import type { Lease } from "../lease/takeLease.ts";
import type { Made, Task } from "./task.ts";

/** The worker has to stop and gives the task back: no failure, and it costs no attempt. */
export class GivenBackError extends Error {}

/** A step was aborted for this reason and has not ended in the time it had. */
export class StuckError extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super(`A step did not end after it was aborted: ${reason instanceof Error ? reason.message : String(reason)}`);
    this.reason = reason;
  }
}

/**
 * Runs a task's step and hands what it made to `publish`, while beating for the lease. The step is aborted when the lease is
 * lost, when its time is up, or when the worker has to stop and its grace is over; then nothing is published.
 *
 * @throws the reason of the abort, or a StuckError with it; else what the step throws
 */
export async function runStep(
  worker: Worker,
  task: Task,
  lease: Lease,
  attempt: number,
  publish: (made: readonly Made[]) => Promise<void>,
): Promise<void> {
  const { sleep, limits, stop } = worker;
  const step = stepOf(worker, task);
  let doing: string | undefined;
  const dropped = new AbortController();
  const ended = new AbortController();
  const drop = (reason: Error) => dropped.abort(reason);
  const after = async (ms: number, reason: Error) => {
    await sleep(ms, ended.signal);
    if (!ended.signal.aborted) drop(reason);
  };
  const onStop = () => void after(limits.graceMs, new GivenBackError());
  const stopBeats = keepLease({
    lease,
    everyMs: limits.leaseMs / 4,
    sleep,
    doing: () => doing,
    beaten: () => worker.tell({ kind: "beat", task: task.id }),
    end: drop,
    trouble: (error) => worker.tell({ kind: "trouble", message: String(error) }),
  });
  try {
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop);
    const seconds = step.timeoutMs / 1000;
    void after(step.timeoutMs, new TransientError(`The step ${step.name} was not done within its ${seconds} s.`));
    const say = (text: string) => {
      doing = text;
    };
    const work = { worker: worker.name, fence: lease.n, attempt, signal: dropped.signal, doing: say };
    const made = await settled(step.run(task, work), dropped.signal, () => sleep(limits.settleMs, ended.signal));
    await publish(made);
  } finally {
    stop.removeEventListener("abort", onStop);
    ended.abort();
    await stopBeats();
  }
}

/** The result of a step; after an abort its reason, at the latest when `patience` is over. */
function settled<T>(running: Promise<T>, signal: AbortSignal, patience: () => Promise<void>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => void patience().then(() => reject(new StuckError(signal.reason)));
    signal.addEventListener("abort", onAbort);
    running.then(
      (value) => (signal.aborted ? reject(signal.reason) : resolve(value)),
      // A step that ends because it was aborted may say so in any way.
      (error) => reject(signal.aborted && !(error instanceof LeaseLostError) ? signal.reason : error),
    );
  });
}
