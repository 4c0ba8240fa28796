import { z } from "zod";
import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { leaseName, listLeases } from "../lease/leaseName.ts";
import { type Failure, readFailure } from "./failure.ts";
import type { Step, Task } from "./task.ts";

/**
 * What the store says of a task. A running one may have lost its worker: nobody can tell before its lease time is over. A
 * `waiting` one that has failed before has its last failure.
 */
export type TaskStanding =
  | { readonly task: Task; readonly kind: "done"; readonly tookMs?: number }
  | {
      readonly task: Task;
      readonly kind: "running";
      readonly worker: string;
      readonly lastSign: string;
      readonly doing?: string;
    }
  | { readonly task: Task; readonly kind: "waiting"; readonly failure: Failure | null }
  | { readonly task: Task; readonly kind: "dead"; readonly failure: Failure };

const LeaseBody = z.object({ worker: z.string(), at: z.string(), doing: z.string().optional() });
const askedAtOnce = 16;

/** Where each task stands, in the order given, by what is on the store: whoever works on it, and wherever. */
export async function* taskStates(
  corpus: Corpus,
  tasks: readonly Task[],
  steps: ReadonlyMap<string, Step>,
): AsyncGenerator<TaskStanding> {
  const leases = await listLeases(corpus.store);
  for (let i = 0; i < tasks.length; i += askedAtOnce)
    for (const standing of await Promise.all(
      tasks.slice(i, i + askedAtOnce).map((task) => standingOf(corpus, task, steps, leases)),
    ))
      yield standing;
}

async function standingOf(
  corpus: Corpus,
  task: Task,
  steps: ReadonlyMap<string, Step>,
  leases: ReadonlyMap<string, number>,
): Promise<TaskStanding> {
  const state = await steps.get(task.step)!.state(task);
  if (state.done) return { task, kind: "done", ...(state.tookMs === undefined ? {} : { tookMs: state.tookMs }) };
  const last = await readFailure(corpus.store, task.id);
  const n = leases.get(task.id) ?? 0;
  if (n > Math.max(last?.n ?? 0, state.published)) {
    const bytes = await corpus.store.get(leaseName(task.id, n));
    if (bytes)
      return { task, kind: "running", ...ownerOf(`${leaseName(task.id, n)} in ${corpus.store.location}`, bytes) };
  }
  return last?.failure.dead
    ? { task, kind: "dead", failure: last.failure }
    : { task, kind: "waiting", failure: last?.failure ?? null };
}

function ownerOf(name: string, bytes: Uint8Array): { worker: string; lastSign: string; doing?: string } {
  try {
    const { worker, at, doing } = LeaseBody.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return { worker, lastSign: at, ...(doing !== undefined && { doing }) };
  } catch (cause) {
    throw new InputError(`${name} is no lease. Delete it.`, { cause });
  }
}
