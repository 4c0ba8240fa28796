import { PermanentError, TransientError } from "#lib/errors.ts";
import type { AskQueue } from "./askQueue.ts";

/**
 * Says what had no reply: an error that stops a run as it is, else how many calls it were.
 *
 * @param kept what a person may want to know is not lost
 */
export function throwFailed(queues: readonly AskQueue[], kept: string, signal?: AbortSignal): void {
  const broken = queues.find(({ error }) => error !== undefined);
  if (!broken) {
    signal?.throwIfAborted();
    return;
  }
  const { error, stopped } = broken;
  if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  throw new TransientError(
    `${failed} ${failed === 1 ? "call" : "calls"} to models had no reply${stopped ? ", and no more were made" : ""}. ${kept} ` +
      `The first: ${error.message} Run it again: it goes on with what is open.`,
    { cause: error },
  );
}
