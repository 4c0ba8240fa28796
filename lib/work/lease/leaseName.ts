import type { Store } from "#lib/store/index.ts";

// One flat folder: it holds the leases of this moment only, so one listing shows who works on what, and no folder has to be
// made (and synced) for every task.
const folder = "leases/";

/** Where the lease `n` of a task lies: `leases/<task>.<n>`. */
export function leaseName(task: string, n: number): string {
  return `${folder}${task}.${n}`;
}

/** The highest lease of every task that has one. */
export async function listLeases(store: Store): Promise<Map<string, number>> {
  const highest = new Map<string, number>();
  for await (const { task, n } of leasesBelow(store, folder)) highest.set(task, Math.max(n, highest.get(task) ?? 0));
  return highest;
}

/** The numbers of one task's leases that have not been deleted. */
export async function leasesOf(store: Store, task: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const lease of leasesBelow(store, `${folder}${task}.`)) if (lease.task === task) numbers.push(lease.n);
  return numbers;
}

async function* leasesBelow(store: Store, prefix: string): AsyncGenerator<{ task: string; n: number }> {
  for await (const name of store.list(prefix)) {
    const found = /^leases\/(.+)\.([1-9][0-9]{0,14})$/.exec(name);
    if (found) yield { task: found[1]!, n: Number(found[2]) };
  }
}
