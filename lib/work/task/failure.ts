import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { VideoKey } from "#lib/records/index.ts";
import type { Store } from "#lib/store/index.ts";

/**
 * Why the lease with this number ended without a result. `attempt` is how many of the task's attempts are used up by now;
 * `waitMs` how long nobody shall try again; a dead task is not tried again until a person says so.
 */
export const Failure = z.object({
  task: z.string(),
  video: VideoKey.optional(),
  error: z.string(),
  message: z.string(),
  attempt: z.number().int().nonnegative(),
  waitMs: z.number().nonnegative(),
  dead: z.boolean(),
  worker: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type Failure = z.infer<typeof Failure>;

/** A failure and the number of the lease that it ended; a task's highest counts. */
export interface NumberedFailure {
  readonly n: number;
  readonly failure: Failure;
}

const folder = (task: string) => `tasks/${task}/`;

/** What a task's last failure was; null for a task that never failed. */
export async function readFailure(store: Store, task: string): Promise<NumberedFailure | null> {
  let n = 0;
  for await (const name of store.list(folder(task))) n = Math.max(n, numberOf(name));
  if (n === 0) return null;
  const name = `${folder(task)}${n}.json`;
  const bytes = await store.get(name);
  if (bytes === null) return null;
  try {
    return { n, failure: Failure.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))) };
  } catch (cause) {
    throw new InputError(
      `${name} in ${store.location} is no record of a failure. Delete it, and the task starts anew.`,
      {
        cause,
      },
    );
  }
}

/** Keeps a failure for good, under the number of its lease; false where that lease's end is on record already. */
export function recordFailure(store: Store, n: number, failure: Failure): Promise<boolean> {
  const bytes = Buffer.from(`${JSON.stringify(Failure.parse(failure), null, 2)}\n`);
  return store.create(`${folder(failure.task)}${n}.json`, bytes);
}

function numberOf(name: string): number {
  return Number(/\/([1-9][0-9]{0,14})\.json$/.exec(name)?.[1] ?? 0);
}
