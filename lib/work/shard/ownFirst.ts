import { createHash } from "node:crypto";
import type { Shard } from "./shard.ts";

/**
 * The tasks in the order in which a worker looks at them: those of its own shard, then all others, each in the given order but
 * starting at a place of the worker's own, so that workers do not follow one another. A task's shard is a hash of its id: the
 * same on every machine, whatever other tasks there are. A shard only says where to begin; every worker may do every task.
 */
export function ownFirst<T extends { readonly id: string }>(
  tasks: readonly T[],
  shard: Shard | null,
  worker: string,
): T[] {
  const own = shard ? tasks.filter(({ id }) => hashOf(id) % shard.count === shard.index) : [];
  const mine = new Set(own);
  return [own, tasks.filter((task) => !mine.has(task))].flatMap((part) => {
    const start = part.length === 0 ? 0 : hashOf(worker) % part.length;
    return [...part.slice(start), ...part.slice(0, start)];
  });
}

function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
