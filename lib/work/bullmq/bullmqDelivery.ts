import { createHash } from "node:crypto";
import type { Sleep } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import type { Delivered, Delivery } from "../delivery.ts";
import type { Limits } from "../limits.ts";
import { parseQueueUrl } from "./queueAddress.ts";
import { queueError } from "./queueError.ts";
import type { OpenQueue, TakenJob } from "./queueServer.ts";

// A server that hangs must not keep a worker that has to stop.
const answerMs = 5000;
const longestLockMs = 5000;

// A job that cannot be kept or let go comes to another worker, who finds its lease or its record; and what is wrong with the
// server, the next call says.
const harmless = () => {};

/**
 * Brings tasks by BullMQ, version 6, on Redis or PostgreSQL: one queue for each `queue` of the tasks, so that one can rest while
 * others go on. A job is named by its task, so it is there once, however many workers offer it; it is away from the others while
 * its worker renews its lock, and comes back when that worker is gone. BullMQ's own counts of attempts and its waits are not used:
 * it is the corpus that says how often a task has failed.
 *
 * @param options.run a name that the workers of one run have in common and those of no other run on this server, e.g. the
 *   corpus, the study and the steps
 * @throws InputError for an address that is none; `offer` and `next` throw AuthError or InputError for a login or a right that
 *   is missing, and TransientError while the server does not answer
 */
export async function bullmqDelivery(options: {
  queueUrl: string;
  run: string;
  sleep: Sleep;
  limits: Limits;
}): Promise<Delivery & { close(): Promise<void> }> {
  const { sleep, limits } = options;
  const address = parseQueueUrl(options.queueUrl);
  const run = createHash("sha256").update(options.run).digest("hex").slice(0, 16);
  // Shorter than a lease may be: what a lost lock costs is a look at the lease by another worker, and a task whose worker is known
  // to be dead should not wait for it.
  const lockMs = Math.ceil(Math.min(limits.leaseMs, longestLockMs));
  const lock = { lockMs, checkMs: Math.ceil(Math.min(1000, lockMs / 6)) };
  let last: unknown = null;
  let unsaid: unknown = null;
  const trouble = (error: unknown) => {
    last = error;
    unsaid = error;
  };
  // Loading it takes a quarter of a second, which those who need no queue are spared.
  const { openQueueServer } = await import("./queueServer.ts");
  const server = openQueueServer(address, trouble);
  const opened = new Map<string, Promise<OpenQueue>>();
  let taken = 0;

  /** An answer of the server, or an error of ours. */
  const answered = async <T>(act: () => Promise<T>): Promise<T> => {
    const over = new AbortController();
    const late = sleep(answerMs, over.signal).then(() => {
      throw new Error(`no answer within ${answerMs / 1000} s`);
    });
    try {
      const answer = await Promise.race([act(), late]);
      last = null;
      return answer;
    } catch (error) {
      const known = queueError(error, address);
      // A call says that the connection is closed, and the connection why.
      throw known instanceof TransientError && last !== null ? queueError(last, address) : known;
    } finally {
      late.catch(() => {});
      over.abort();
    }
  };
  const open = (queue: string): Promise<OpenQueue> => {
    const known = opened.get(queue);
    if (known) return known;
    const opening = answered(() => server.open(`livecorpus-${run}-${queue}`, lock));
    opened.set(queue, opening);
    // Whoever asks next opens anew what could not be opened.
    opening.catch(() => opened.delete(queue));
    return opening;
  };
  /** Keeps a job while it is worked on. A lock that is lost brings the task to another worker, who finds the lease. */
  const keep = ({ task, renew, remove }: TakenJob): Delivered => {
    const over = new AbortController();
    const beat = async () => {
      for (;;) {
        await sleep(lockMs / 4, over.signal);
        if (over.signal.aborted) return;
        await answered(renew).catch(harmless);
      }
    };
    const beating = beat();
    const letGo = async () => {
      over.abort();
      await beating;
      await answered(remove).catch(harmless);
    };
    return { task, letGo };
  };

  return {
    offer: async (tasks) => {
      for (const name of new Set(tasks.map(({ queue }) => queue))) {
        const queue = await open(name);
        const jobs = tasks.filter((task) => task.queue === name).map(({ id, step }) => ({ task: id, step }));
        await answered(() => queue.add(jobs));
      }
    },
    next: async (queues, worker) => {
      // What goes wrong beside all calls, as the search for jobs whose worker is gone, is said once.
      const beside = unsaid;
      unsaid = null;
      if (beside !== null) throw queueError(beside, address);
      const first = ++taken;
      // Each time another queue is asked first, so that a long one does not starve the others.
      for (let i = 0; i < queues.length; i++) {
        const queue = await open(queues[(first + i) % queues.length]!);
        const job = await answered(() => queue.take(`${worker}.${first}`));
        if (job) return keep(job);
      }
      return null;
    },
    close: async () => {
      const queues = await Promise.allSettled(opened.values());
      for (const queue of queues)
        if (queue.status === "fulfilled") await answered(() => queue.value.close()).catch(harmless);
      await answered(() => server.close()).catch(harmless);
    },
  };
}
