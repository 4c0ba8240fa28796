import type { Clock } from "#lib/effects/index.ts";
import type { Store } from "#lib/store/index.ts";
import { leaseName, listLeases } from "./leaseName.ts";

/** What an observer knows of the leases of others, by what it has seen itself. */
export interface LeaseWatch {
  /** Looks at the store once. */
  look(): Promise<void>;
  /** The task's lease as of the last look; null where there was none. */
  sightOf(task: string): Sight | null;
  /** All leases as of the last look, of tasks that matter to this observer. */
  sights(): ReadonlyMap<string, Sight>;
  /** Drops what was seen of a task, since this worker has changed it; the next look sees it again. */
  forget(task: string): void;
}

/** A lease with the number `n`; stale when its owner has shown no sign of life for the lease time. */
export interface Sight {
  readonly n: number;
  readonly stale: boolean;
}

/** So many are read at each look, in turns; a thousand workers that all watch each other would be a load of its own. */
const readAtOnce = 16;

/**
 * Observes leases: one is stale when its body has not changed for `leaseMs` on this observer's own monotonic clock. No clock of
 * another machine is ever read, so clocks may differ as they like; one that runs fast only takes over early, which the
 * fence makes harmless.
 *
 * @param tasks those that matter to this observer
 */
export function watchLeases(options: {
  store: Store;
  clock: Clock;
  leaseMs: number;
  tasks: ReadonlySet<string>;
}): LeaseWatch {
  const { store, clock, leaseMs, tasks } = options;
  let highest = new Map<string, number>();
  let turn = 0;
  const bodies = new Map<string, { n: number; body: string; sinceMs: number; unchangedMs: number }>();

  const observe = async (task: string, n: number) => {
    // The body was there at some time between these two readings; an interval is counted from its shorter side.
    const askedMs = clock.monotonicMs();
    const bytes = await store.get(leaseName(task, n));
    const sinceMs = clock.monotonicMs();
    const body = bytes === null ? "" : Buffer.from(bytes).toString("utf8");
    const known = bodies.get(task);
    if (known && known.n === n && known.body === body) known.unchangedMs = askedMs - known.sinceMs;
    else bodies.set(task, { n, body, sinceMs, unchangedMs: 0 });
  };
  const isStale = (task: string) => {
    const known = bodies.get(task);
    return known !== undefined && known.n === highest.get(task) && known.unchangedMs >= leaseMs;
  };

  const sightOf = (task: string): Sight | null => {
    const n = highest.get(task);
    return n === undefined ? null : { n, stale: isStale(task) };
  };

  return {
    look: async () => {
      try {
        highest = await listLeases(store);
        for (const task of bodies.keys()) if (!highest.has(task)) bodies.delete(task);
        const known = [...highest.keys()].filter((task) => tasks.has(task));
        if (turn >= known.length) turn = 0;
        const watched = known.slice(turn, turn + readAtOnce);
        turn += readAtOnce;
        await Promise.all(watched.map((task) => observe(task, highest.get(task)!)));
      } catch (error) {
        // While the store does not answer, owners cannot show that they live.
        bodies.clear();
        throw error;
      }
    },
    sightOf,
    forget: (task) => {
      highest.delete(task);
      bodies.delete(task);
    },
    sights: () => new Map([...highest.keys()].filter((task) => tasks.has(task)).map((task) => [task, sightOf(task)!])),
  };
}
