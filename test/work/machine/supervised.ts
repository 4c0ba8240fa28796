import { join } from "node:path";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { type Executor, thisMachine } from "#lib/work/index.ts";
import { type KillPlan, killLimits, openLocation } from "../killPlan.ts";

const worker = join(import.meta.dirname, "..", "killWorker.ts");

/** The supervisor of a plan's processes. */
export function supervised(
  plan: KillPlan,
  options: { processes: number; memoryBytes?: number; args?: readonly string[] },
): Executor {
  const { processes, memoryBytes = Number.POSITIVE_INFINITY, args = [worker, JSON.stringify(plan)] } = options;
  return thisMachine({
    corpus: { store: openLocation(plan), key: null },
    processes,
    command: { program: process.execPath, args, env: process.env },
    name: `test.${process.pid}`,
    shard: null,
    clock: systemClock,
    sleep: systemSleep,
    limits: killLimits(plan),
    memoryBytes,
    say: () => {},
  });
}
