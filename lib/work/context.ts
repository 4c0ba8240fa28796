import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock, Random, Sleep } from "#lib/effects/index.ts";
import type { Delivery } from "./delivery.ts";
import type { Limits } from "./limits.ts";
import type { Step, Task } from "./task/task.ts";

/**
 * What happened, told as it happens. `count` is how many tasks are done and dead as far as this worker knows; `trouble` an error of
 * the store, or the death of a process, that was got over.
 */
export type WorkEvent =
  | {
      readonly kind: "taken";
      readonly task: string;
      readonly fence: number;
      readonly attempt: number;
      readonly timeoutMs: number;
    }
  | { readonly kind: "beat"; readonly task: string }
  | { readonly kind: "ended"; readonly task: string; readonly outcome: Outcome }
  | { readonly kind: "count"; readonly done: number; readonly dead: number }
  | { readonly kind: "trouble"; readonly message: string };

/**
 * How one look at a task ended. `done` with `ran` false: somebody had done it. `busy`: another worker has it, look again.
 * `failed`: it may be tried again after `waitMs`, by anybody. `lost`: another worker took over, nothing was published.
 * `stuck`: it was aborted and did not end; this process should.
 */
export type Outcome =
  | { readonly kind: "done"; readonly ran: boolean }
  | { readonly kind: "busy" | "lost" | "givenBack" }
  | { readonly kind: "stuck"; readonly waitMs: number; readonly message: string }
  | { readonly kind: "failed"; readonly error: string; readonly message: string; readonly waitMs: number }
  | { readonly kind: "dead"; readonly error: string; readonly message: string }
  | { readonly kind: "paused"; readonly retryAfterMs: number }
  | { readonly kind: "closed"; readonly message: string }
  | { readonly kind: "refused"; readonly error: unknown };

/** One worker: who it is, what it works on, and every effect it may have. */
export interface Worker {
  readonly corpus: Corpus;
  readonly steps: ReadonlyMap<string, Step>;
  /** A name that no other worker has or ever had, e.g. host, process and some random letters. */
  readonly name: string;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly limits: Limits;
  /** Aborted when this worker has to stop. */
  readonly stop: AbortSignal;
  readonly tell: (event: WorkEvent) => void;
  /** What brings its tasks; without it the worker looks for them itself. */
  readonly delivery?: Delivery;
}

/** The step that does a task. */
export function stepOf(worker: Worker, task: Task): Step {
  const step = worker.steps.get(task.step);
  // A plan is made of the steps that are there, so this is a fault of the program.
  if (!step) throw new Error(`The task ${task.id} asks for the step ${task.step}, which is not among the steps given.`);
  return step;
}
