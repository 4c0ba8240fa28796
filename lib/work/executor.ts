import type { WorkEvent } from "./context.ts";
import type { WorkerReport } from "./runWorker.ts";
import type { Task } from "./task/task.ts";

/** What an engine is asked to do; events of all workers come to `tell`. */
export interface Job {
  readonly tasks: readonly Task[];
  /** Aborted when the run has to stop: workers finish or give back what they have, and end. */
  readonly stop: AbortSignal;
  readonly tell: (event: WorkEvent) => void;
}

/**
 * How tasks come to workers. Every engine runs the same tasks, keeps the same records, and leaves it to the lease who does a task;
 * so a run may be begun by one engine and finished by another, and two may work side by side.
 */
export interface Executor {
  readonly engine: string;
  /** Works until every task is done, dead or blocked, or until it is stopped. */
  run(job: Job): Promise<WorkerReport>;
}
