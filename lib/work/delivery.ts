import type { Task } from "./task/task.ts";

/**
 * Brings tasks to workers, as a queue on a server does. It is never the truth: it may lose a task, bring it twice, to two workers or
 * late, and be wiped at any time. Whoever is brought a task asks the corpus whether it is left to be done, and the lease decides
 * who does it; whoever has nothing to do offers what the corpus says is left.
 */
export interface Delivery {
  /** Puts tasks that may be done now into their queues; those that wait there or are on their way already stay as they are. */
  offer(tasks: readonly Task[]): Promise<void>;
  /** Takes a task from one of these queues for the worker of this name; null where there is none now. */
  next(queues: readonly string[], worker: string): Promise<Delivered | null>;
}

/** A task that was brought to this worker; nobody else is brought it until it is let go or this process is gone. */
export interface Delivered {
  /** The id of the task. */
  readonly task: string;
  /** Lets it go, whatever became of it: what is left to be done is offered again. */
  letGo(): Promise<void>;
}
