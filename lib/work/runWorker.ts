import { RateLimitedError, TransientError } from "#lib/errors.ts";
import type { Worker } from "./context.ts";
import type { Delivery } from "./delivery.ts";
import { leaseName } from "./lease/leaseName.ts";
import { watchLeases } from "./lease/watchLeases.ts";
import { ownFirst } from "./shard/ownFirst.ts";
import type { Shard } from "./shard/shard.ts";
import { attemptTask } from "./task/attemptTask.ts";
import { type Board, makeBoard } from "./task/board.ts";
import { readFailure } from "./task/failure.ts";
import { orderTasks } from "./task/orderTasks.ts";
import { watchQueues } from "./task/queues.ts";
import { stateOf } from "./task/stateOf.ts";
import type { Task } from "./task/task.ts";

/** How a worker's run ended: what is done (by whomever), what is dead, what waits in vain, and which queues need a person. */
export interface WorkerReport {
  readonly ended: "finished" | "stopped" | "stuck";
  readonly done: number;
  readonly dead: readonly { readonly task: string; readonly error: string; readonly message: string }[];
  readonly blocked: readonly string[];
  readonly closed: readonly { readonly queue: string; readonly message: string }[];
}

/** So many tasks are asked for their state at once: on a bucket each answer takes its time. */
const surveyAtOnce = 16;

/**
 * Works on the tasks until each is done, dead or waiting in vain, whoever does it: first on those of its own shard, then on any.
 * Several workers, in as many processes and on as many machines as one likes, may work on the same tasks on one store, and
 * each may be killed at any instant.
 *
 * @throws InputError of a step or of the store, which stops the run
 *
 * @example
 * const report = await runWorker({ ...worker, tasks, shard: parseShard("1/10") });
 */
export async function runWorker(
  options: Worker & { readonly tasks: readonly Task[]; readonly shard: Shard | null },
): Promise<WorkerReport> {
  const { tasks, shard, ...worker } = options;
  const { corpus, clock, sleep, limits, stop, delivery } = worker;
  const { store } = corpus;
  const order = ownFirst(orderTasks(tasks), shard, worker.name);
  const byId = new Map(order.map((task) => [task.id, task]));
  const board = makeBoard(order, clock);
  const leases = watchLeases({ store, clock, leaseMs: limits.leaseMs, tasks: new Set(byId.keys()) });
  const queues = watchQueues(store, clock);
  const queueNames = [...new Set(order.map(({ queue }) => queue))];
  const closed: { queue: string; message: string }[] = [];
  let lookedMs = Number.NEGATIVE_INFINITY;
  let releasing = Promise.resolve();
  let isStuck = false;

  /** Looks at what other workers do, at most so often. */
  const look = async (everyMs: number) => {
    const nowMs = clock.monotonicMs();
    if (nowMs >= lookedMs && nowMs - lookedMs < everyMs) return;
    lookedMs = nowMs;
    await overTrouble(worker, async () => {
      await leases.look();
      await queues.look();
    });
  };
  let settled = 0;
  const count = () => {
    if (board.done.size + board.dead.size === settled) return;
    settled = board.done.size + board.dead.size;
    worker.tell({ kind: "count", done: board.done.size, dead: board.dead.size });
  };
  const isOver = () => stop.aborted || isStuck;
  const mayRun = (task: Task) =>
    board.needsAreDone(task) &&
    board.waitMs(task) === 0 &&
    queues.waitMs(task.queue) === 0 &&
    leases.sightOf(task.id)?.stale !== false;
  const attempt = async (task: Task, published: number) => {
    const above = Math.max(published, leases.sightOf(task.id)?.n ?? 0);
    leases.forget(task.id);
    const { outcome, released } = await attemptTask(worker, task, above);
    await releasing;
    releasing = released;
    board.ended(task, above, outcome);
    count();
    if (outcome.kind === "refused") {
      await releasing;
      throw outcome.error;
    }
    if (outcome.kind === "paused") await queues.pause(task.queue, outcome.retryAfterMs);
    if (outcome.kind === "closed") closed.push({ queue: task.queue, message: outcome.message });
    isStuck = outcome.kind === "stuck";
  };
  /** Asks the corpus about some tasks and attempts those that are left to be done, or what a delivery brings instead. */
  const workOn = async (some: readonly Task[]): Promise<void> => {
    const found = await overTrouble(worker, () => Promise.all(some.map((task) => survey(worker, board, task))));
    count();
    if (delivery) {
      const left = (found ?? []).filter(({ task, isLeft }) => isLeft && !board.done.has(task.id) && mayRun(task));
      if (left.length > 0) await reach(() => delivery.offer(left.map(({ task }) => task)));
      return takeDelivered(delivery);
    }
    for (const { task, isLeft, above } of found ?? []) {
      if (isOver()) break;
      if (!isLeft || board.done.has(task.id) || !mayRun(task)) continue;
      await overTrouble(worker, () => attempt(task, above));
      await recover();
    }
  };
  /** A delivery that does not answer is asked again after a while. */
  const reach = <T>(act: () => Promise<T>): Promise<T | null> =>
    overTrouble(worker, async () => {
      try {
        return await act();
      } catch (error) {
        await sleep(limits.watchMs, stop);
        throw error;
      }
    });
  /** Works on what is brought, whoever has offered it, until nothing comes. */
  const takeDelivered = async (from: Delivery): Promise<void> => {
    while (!isOver()) {
      const rests = (queue: string) => queues.waitMs(queue) > 0 || closed.some((one) => one.queue === queue);
      const names = queueNames.filter((queue) => !rests(queue));
      const delivered = await reach(() => from.next(names, worker.name));
      if (!delivered) return;
      try {
        const task = byId.get(delivered.task);
        if (task && !isOver()) await workOnDelivered(task);
      } finally {
        await delivered.letGo();
      }
      await recover();
    }
  };
  const workOnDelivered = async (task: Task): Promise<void> => {
    // Whoever offered it may know of more that is done.
    const asked = [task.id, ...task.needs].filter((id) => !board.done.has(id)).map((id) => byId.get(id)!);
    const found = await overTrouble(worker, () => Promise.all(asked.map((one) => survey(worker, board, one))));
    count();
    const known = found?.find((one) => one.task === task);
    if (known?.isLeft && mayRun(task)) await overTrouble(worker, () => attempt(task, known.above));
  };
  /** Takes over from workers that seem to be gone, as their tasks have waited longest, and sweeps away what they have left. */
  const recover = async (): Promise<void> => {
    await look(limits.watchMs);
    for (const [id, { n, stale }] of leases.sights()) {
      // Its owner is about to delete it, or died before it could.
      if (n <= (board.done.get(id) ?? 0)) {
        leases.forget(id);
        await overTrouble(worker, () => store.delete(leaseName(id, n)));
      } else if (stale && !isOver() && mayRun(byId.get(id)!)) await takeOver(byId.get(id)!);
    }
  };
  const takeOver = async (task: Task): Promise<void> => {
    const known = await overTrouble(worker, () => survey(worker, board, task));
    if (known && !board.dead.has(task.id)) await overTrouble(worker, () => attempt(task, known.above));
  };

  while (!isOver()) {
    await recover();
    if (delivery) await takeDelivered(delivery);
    const pass = board.open();
    for (let i = 0; i < pass.length && !isOver(); ) {
      const some: Task[] = [];
      for (; i < pass.length && some.length < surveyAtOnce; i++) if (mayRun(pass[i]!)) some.push(pass[i]!);
      if (some.length > 0) await workOn(some);
    }
    const left = board.open().length;
    if (left === 0) break;
    if (left === pass.length) await sleep(limits.watchMs, stop);
  }
  await releasing;
  lookedMs = Number.NEGATIVE_INFINITY;
  await recover();
  return {
    ended: isStuck ? "stuck" : stop.aborted ? "stopped" : "finished",
    done: board.done.size,
    dead: [...board.dead].map(([task, why]) => ({ task, ...why })),
    blocked: board.blocked().map(({ id }) => id),
    closed,
  };
}

async function survey(
  worker: Worker,
  board: Board,
  task: Task,
): Promise<{ task: Task; isLeft: boolean; above: number }> {
  const [state, failure] = await Promise.all([stateOf(worker, task), readFailure(worker.corpus.store, task.id)]);
  const isLeft = board.found(task, state, failure);
  return { task, isLeft, above: Math.max(state.published, failure?.n ?? 0) };
}

/** Null where the store does not answer for now: the worker goes on, and asks again. */
async function overTrouble<T>(worker: Worker, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof TransientError || error instanceof RateLimitedError)) throw error;
    worker.tell({ kind: "trouble", message: error.message });
    return null;
  }
}
