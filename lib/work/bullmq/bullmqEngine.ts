import type { Executor } from "../executor.ts";
import { thisMachine } from "../machine/thisMachine.ts";
import { checkQueueServer } from "./checkQueueServer.ts";
import { parseQueueUrl } from "./queueAddress.ts";

/** The variable in which children find the queue's address: the arguments of a process can be read by everybody on its machine. */
export const queueUrlVariable = "LIVECORPUS_QUEUE_URL";

/**
 * The engine of a cluster: on each machine the same supervisor and children as `thisMachine`, to whom BullMQ brings the tasks.
 * Start it on as many machines as you like, with the same queue and the same run. Records, leases and errors are those of
 * `thisMachine`; a server that is wiped, or replaced by another, loses nothing, since workers offer what the corpus says is left.
 *
 * @param options.queueUrl `redis://`, `rediss://`, `postgres://` or `postgresql://`; children get it as LIVECORPUS_QUEUE_URL, and
 *   have to give `serveSupervisor` a `bullmqDelivery` that is made with it
 * @throws InputError for an address that is none; `run` throws InputError or AuthError where the server cannot be worked with
 */
export function bullmqEngine(options: Parameters<typeof thisMachine>[0] & { readonly queueUrl: string }): Executor {
  const { queueUrl, ...rest } = options;
  const { kind } = parseQueueUrl(queueUrl);
  const { command } = rest;
  const machine = thisMachine({
    ...rest,
    command: { ...command, env: { ...command.env, [queueUrlVariable]: queueUrl } },
  });
  return {
    engine: `BullMQ on ${kind === "redis" ? "Redis" : "PostgreSQL"}`,
    run: async (job) => {
      const advice = await checkQueueServer(queueUrl);
      if (advice !== null) job.tell({ kind: "trouble", message: advice });
      return machine.run(job);
    },
  };
}
