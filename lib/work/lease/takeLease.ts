import type { Clock } from "#lib/effects/index.ts";
import { LeaseLostError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";
import { leaseName, leasesOf } from "./leaseName.ts";

/** A task that is this worker's for now; its number is the fence under which its results are published. */
export interface Lease {
  readonly task: string;
  readonly n: number;
  /**
   * Shows others that the owner is alive.
   *
   * @param doing what it is at, for people
   * @throws LeaseLostError when another worker has taken over
   */
  beat(doing?: string): Promise<void>;
  /** Ends the lease of the owner's own will; what it has not published by now it never will. */
  release(): Promise<void>;
}

interface LeaseOptions {
  store: Store;
  task: string;
  n: number;
  worker: string;
  clock: Clock;
}

/**
 * Takes the lease `n` of a task by creating its object; null when another worker was first.
 *
 * What makes a task safe is not the lease but the fence: a result is a record that is created once under the lease's number,
 * and readers take the highest. So whatever an owner does that was overtaken without knowing it, at any moment, what readers
 * see stays. The lease only keeps two workers from doing the same work, and this is enough for that:
 *
 * - `n` is higher than every number that the task has used, as far as the taker saw; of several takers one wins `create`.
 * - The owner overwrites its own object only. After a take-over that object is not the highest, so a late beat tells nobody
 *   anything; where it was deleted, the beat leaves an object behind that the next owner sweeps away.
 * - A lease is deleted by its owner, who thereby stops, or by others when it is over: when a step record or the record of a
 *   failure has its number or a higher one. These records stay, and the next number is above them, so no number has two
 *   owners at a time although only the leases of this moment are kept.
 */
export async function takeLease(options: LeaseOptions): Promise<Lease | null> {
  const lease = leaseAt(options);
  return (await options.store.create(leaseName(options.task, options.n), lease.body())) ? lease : null;
}

/** A lease that is this worker's, or that of a worker whose life it vouches for. */
export function leaseAt(options: LeaseOptions): Lease & { body(): Uint8Array } {
  const { store, task, n, worker, clock } = options;
  const name = leaseName(task, n);
  let beats = 0;
  // The count makes every body differ from the one before. The time is for people: nobody compares the clocks of machines.
  const body = (doing?: string) =>
    Buffer.from(JSON.stringify({ worker, beat: beats, at: clock.now().toISOString(), doing }));
  return {
    task,
    n,
    body,
    beat: async (doing) => {
      const numbers = await leasesOf(store, task);
      if (!numbers.includes(n) || Math.max(...numbers) > n)
        throw new LeaseLostError(`${name} is lost: expected it to be the task's highest, found ${numbers.join(", ")}.`);
      beats++;
      await store.put(name, body(doing));
    },
    release: () => store.delete(name),
  };
}
