import { anySignal, seededRandom } from "#lib/effects/index.ts";
import type { WorkEvent, Worker } from "./context.ts";
import { mergeReports } from "./mergeReports.ts";
import { runWorker, type WorkerReport } from "./runWorker.ts";
import type { Task } from "./task/task.ts";

/**
 * Works on the tasks by `parallel` workers of this one process, for steps that mostly wait, such as downloads. They share the tasks by
 * their leases, as workers of other processes do.
 *
 * @param options.name of this process; its workers' names begin with it
 * @throws what stopped a worker (InputError), once the others have ended
 */
export async function runWorkers(
  options: Omit<Worker, "random"> & { readonly tasks: readonly Task[]; readonly parallel: number },
): Promise<WorkerReport> {
  const { parallel, name, ...worker } = options;
  const failed = new AbortController();
  const stop = anySignal([options.stop, failed.signal]);
  let counted = 0;
  const tell = (event: WorkEvent) => {
    // Each counts what it knows of; the one that knows most is heard.
    if (event.kind === "count" && event.done + event.dead <= counted) return;
    if (event.kind === "count") counted = event.done + event.dead;
    options.tell(event);
  };
  const running = Array.from({ length: parallel }, async (_, index) => {
    const own = `${name}.${index + 1}`;
    const shard = parallel === 1 ? null : { index, count: parallel };
    try {
      return await runWorker({ ...worker, name: own, random: seededRandom(own), shard, stop, tell });
    } catch (error) {
      failed.abort();
      throw error;
    }
  });
  const ends = await Promise.allSettled(running);
  const reports: WorkerReport[] = [];
  for (const end of ends) {
    if (end.status === "rejected") throw end.reason;
    reports.push(end.value);
  }
  return mergeReports(reports, options.stop.aborted);
}
