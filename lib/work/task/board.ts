import type { Clock } from "#lib/effects/index.ts";
import type { Outcome } from "../context.ts";
import type { NumberedFailure } from "./failure.ts";
import type { Task, TaskState } from "./task.ts";

/** What one worker knows of the tasks of its run. */
export interface Board {
  /** The done tasks, each with the highest number that it is known to have used. */
  readonly done: ReadonlyMap<string, number>;
  readonly dead: ReadonlyMap<string, { error: string; message: string }>;
  /** The tasks that may still be done, in order. */
  open(): readonly Task[];
  /** The tasks that this worker can never do: their queue is closed, or something they need is dead or blocked itself. */
  blocked(): readonly Task[];
  needsAreDone(task: Task): boolean;
  /** Milliseconds until a failed task may be tried again; 0 for any other. */
  waitMs(task: Task): number;
  /** What a look at the corpus found; true when the task is left to be done. */
  found(task: Task, state: TaskState, failure: NumberedFailure | null): boolean;
  /** How an attempt ended that was made when the task had used the numbers up to `above`. */
  ended(task: Task, above: number, outcome: Outcome): void;
}

/**
 * The board of one worker. A failure's wait is counted on this worker's own clock from when it first saw the failure: nobody
 * compares the clocks of machines.
 */
export function makeBoard(tasks: readonly Task[], clock: Clock): Board {
  const done = new Map<string, number>();
  const dead = new Map<string, { error: string; message: string }>();
  const closed = new Set<string>();
  const waits = new Map<string, { n: number; untilMs: number }>();
  const blocked = new Set<Task>();
  let left: readonly Task[] = tasks;
  let isSettled = true;

  const settle = () => {
    if (!isSettled) block();
    isSettled = true;
    left = left.filter((task) => !done.has(task.id) && !dead.has(task.id) && !blocked.has(task));
  };
  const block = () => {
    const hopeless = new Set([...dead.keys(), ...[...blocked].map(({ id }) => id)]);
    // A task may stand before what it needs, so this goes on until nothing more is found.
    for (let before = -1; before !== blocked.size; ) {
      before = blocked.size;
      for (const task of left) {
        if (hopeless.has(task.id) || done.has(task.id)) continue;
        if (!closed.has(task.queue) && !task.needs.some((need) => hopeless.has(need))) continue;
        blocked.add(task);
        hopeless.add(task.id);
      }
    }
  };
  const die = (task: Task, { error, message }: { error: string; message: string }) => {
    dead.set(task.id, { error, message });
    isSettled = false;
  };

  return {
    done,
    dead,
    open: () => {
      settle();
      return left;
    },
    blocked: () => {
      settle();
      return [...blocked];
    },
    needsAreDone: ({ needs }) => needs.every((need) => done.has(need)),
    waitMs: ({ id }) => Math.max(0, (waits.get(id)?.untilMs ?? 0) - clock.monotonicMs()),
    found: (task, state, numbered) => {
      if (state.done) done.set(task.id, Math.max(state.published, numbered?.n ?? 0));
      else if (numbered?.failure.dead) die(task, numbered.failure);
      else {
        if (numbered && waits.get(task.id)?.n !== numbered.n)
          waits.set(task.id, { n: numbered.n, untilMs: clock.monotonicMs() + numbered.failure.waitMs });
        return true;
      }
      return false;
    },
    ended: (task, above, outcome) => {
      // The attempt's own number is the next one.
      if (outcome.kind === "done") done.set(task.id, outcome.ran ? above + 1 : above);
      if (outcome.kind === "dead") die(task, outcome);
      if (outcome.kind !== "closed") return;
      closed.add(task.queue);
      isSettled = false;
    },
  };
}
