import { PermanentError, TransientError } from "#lib/errors.ts";
import type { AskQueue } from "./askQueue.ts";

/**
 * Says what had no reply: that a person stopped the run, an error that ends it as it is, else how many calls it were.
 *
 * @param kept what a person may want to know is not lost
 */
export function throwFailed(queues: readonly AskQueue[], kept: string, signal?: AbortSignal): void {
  if (signal?.aborted)
    throw new TransientError(`Stopped. ${kept} Run it again: it goes on with what is open.`, { cause: signal.reason });
  const broken = queues.find(({ error }) => error !== undefined);
  if (!broken) return;
  const { error, stopped } = broken;
  if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  throw new TransientError(
    `${failed} ${failed === 1 ? "call" : "calls"} to models had no reply${stopped ? ", and no more were made" : ""}. ${kept} ` +
      `The first: ${error.message} Run it again: it goes on with what is open.`,
    { cause: error },
  );
}
