import { randomBytes } from "node:crypto";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { openStore, type Store } from "#lib/store/index.ts";
import { defaultLimits, type Limits, type Task } from "#lib/work/index.ts";

export type Poison = "kills" | "blocks" | "eats" | "computes";

/** What the processes of a kill test are told; plain data, since it crosses to them as an argument. */
export interface KillPlan {
  /** Where the corpus is: a folder, or gs:// in a bucket. */
  location: string;
  /** The address of a loopback bucket, for a location in one. */
  emulator?: string;
  /** The queue's server, for workers to whom tasks are brought. */
  queueUrl?: string;
  tasks: number;
  seed: string;
  leaseMs: number;
  /** A task takes up to twice this time. */
  workMs: number;
  timeoutMs?: number;
  attempts?: number;
  /** Tasks that never can be done, and what they do to their process. */
  poison?: Readonly<Record<string, Poison>>;
}

export function killLimits({ leaseMs, attempts = 5 }: KillPlan): Limits {
  const quick = { watchMs: 200, graceMs: 1000, settleMs: 300, retryBaseMs: 50, retryCapMs: 400 };
  return { ...defaultLimits, ...quick, leaseMs, attempts };
}

export function openLocation({ location, emulator }: KillPlan): Store {
  const env = { STORAGE_EMULATOR_HOST: emulator };
  return openStore(location, { clock: systemClock, sleep: systemSleep, randomBytes, fetch, env });
}

/** Each tenth task needs the one before it, which is of another queue. */
export function killTasks(plan: KillPlan): Task[] {
  return Array.from({ length: plan.tasks }, (_, i) => ({
    id: `t${i}`,
    step: "make",
    video: { platform: "other", id: `t${i}` },
    needs: i % 10 === 9 ? [`t${i - 1}`] : [],
    queue: i % 2 === 0 ? "youtube" : "twitch",
  }));
}
