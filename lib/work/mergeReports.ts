import type { WorkerReport } from "./runWorker.ts";

/** The report of the worker that knows most, with the queues that any of them found closed. */
export function mergeReports(reports: readonly WorkerReport[], isStopped: boolean): WorkerReport {
  const none: WorkerReport = { ended: "stopped", done: 0, dead: [], blocked: [], closed: [] };
  const best = reports.reduce(
    (most, one) => (one.done + one.dead.length > most.done + most.dead.length ? one : most),
    none,
  );
  const closed = new Map(reports.flatMap((report) => report.closed).map((one) => [one.queue, one]));
  const isStuck = reports.some(({ ended }) => ended === "stuck");
  const ended = isStopped ? "stopped" : isStuck ? "stuck" : "finished";
  return { ...best, ended, closed: [...closed.values()] };
}
