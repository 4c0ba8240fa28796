import { AuthError, InputError, LeaseLostError, RateLimitedError } from "#lib/errors.ts";
import type { Outcome, Worker } from "../context.ts";
import { recordFailure } from "./failure.ts";
import { failureOf } from "./failureOf.ts";
import { GivenBackError, StuckError } from "./runStep.ts";
import type { Task } from "./task.ts";

/** Who writes down how an attempt ended: its worker, or the supervisor of one that died. */
type Ender = Pick<Worker, "corpus" | "name" | "clock" | "random" | "limits" | "tell">;

/**
 * What an error means for its task, by the error's class; a failure is put on record under the number of the lease.
 *
 * @param used how many attempts were used up before this one
 */
export async function endAttempt(worker: Ender, task: Task, n: number, error: unknown, used: number): Promise<Outcome> {
  if (error instanceof StuckError) {
    const outcome = await endAttempt(worker, task, n, error.reason, used);
    return { kind: "stuck", waitMs: outcome.kind === "failed" ? outcome.waitMs : 0, message: error.message };
  }
  if (error instanceof LeaseLostError) return { kind: "lost" };
  if (error instanceof GivenBackError) return { kind: "givenBack" };
  if (error instanceof RateLimitedError) return { kind: "paused", retryAfterMs: error.retryAfterMs };
  const what = failureOf(error, used, worker.limits, worker.random);
  try {
    await recordFailure(worker.corpus.store, n, { ...failureBase(worker, task), ...what });
  } catch (failed) {
    worker.tell({ kind: "trouble", message: String(failed) });
  }
  if (error instanceof InputError) return { kind: "refused", error };
  if (error instanceof AuthError) return { kind: "closed", message: error.message };
  if (what.dead) return { kind: "dead", error: what.error, message: what.message };
  return { kind: "failed", error: what.error, message: what.message, waitMs: what.waitMs };
}

/** What every record of a failure says. */
export function failureBase(worker: Ender, task: Task) {
  const at = worker.clock.now().toISOString();
  return { task: task.id, ...(task.video ? { video: task.video } : {}), worker: worker.name, at };
}
