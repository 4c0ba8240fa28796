import { seededRandom } from "#lib/effects/index.ts";
import type { Worker } from "../context.ts";
import { runWorker } from "../runWorker.ts";
import type { Task } from "../task/task.ts";
import { type FromChild, ToChild } from "./messages.ts";

/** The part of `process` that a child needs: its line to the supervisor. */
export type ChildHost = Pick<NodeJS.Process, "on" | "send" | "connected" | "disconnect">;

/**
 * The child's side of `thisMachine`: waits to be told who it is, works, and reports. Ends when the work is over, when it is told
 * to stop, and when its supervisor is gone, who alone could start it again.
 *
 * @param host `process` of a program that was started with a line to its parent
 * @param stop aborted when the process was asked to end
 */
export async function serveSupervisor(
  host: ChildHost,
  worker: Omit<Worker, "name" | "random" | "tell" | "stop"> & { readonly tasks: readonly Task[] },
  stop: AbortSignal,
): Promise<void> {
  const send = (message: FromChild) =>
    new Promise<void>((resolve) => {
      // Whoever does not hear it is gone, and then nobody needs it.
      if (host.send?.(message, undefined, {}, () => resolve()) === undefined) resolve();
    });
  const stopped = new AbortController();
  const end = () => stopped.abort();
  stop.addEventListener("abort", end);
  host.on("disconnect", end);
  const start = new Promise<ToChild & { kind: "start" }>((resolve) => {
    host.on("message", (message) => {
      const told = ToChild.parse(message);
      if (told.kind === "start") resolve(told);
      else end();
    });
  });
  await send({ kind: "ready" });
  const { name, shard } = await start;
  try {
    const tell = (event: Parameters<Worker["tell"]>[0]) => void send({ kind: "event", event });
    const report = await runWorker({ ...worker, name, shard, random: seededRandom(name), stop: stopped.signal, tell });
    await send({ kind: "report", report });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    await send({ kind: "error", name: known.name, message: known.message });
  }
  if (host.connected) host.disconnect?.();
}
