import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { defaultLimits, type Limits, type Task } from "#lib/work/index.ts";

export type Poison = "kills" | "blocks" | "eats";

/** What the processes of a kill test are told; plain data, since it crosses to them as an argument. */
export interface KillPlan {
  /** Where the corpus is. */
  location: string;
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

export function openLocation(location: string): Store {
  return openDirectoryStore(location);
}

/** Each tenth task needs the one before it. */
export function killTasks(plan: KillPlan): Task[] {
  return Array.from({ length: plan.tasks }, (_, i) => ({
    id: `t${i}`,
    step: "make",
    video: { platform: "other", id: `t${i}` },
    needs: i % 10 === 9 ? [`t${i - 1}`] : [],
    queue: "other",
  }));
}
