import type { Corpus } from "#lib/corpus/index.ts";
import type { Step, Task } from "./task.ts";
import { type TaskStanding, taskStates } from "./taskStates.ts";

/** Where one step of a line stands. */
export interface StepStanding {
  step: string;
  done: number;
  running: { task: string; worker: string; lastSign: string; doing?: string }[];
  waiting: number;
  /** Tasks that cannot begin, since what they need is dead. */
  inVain: number;
  dead: { task: string; error: string; message: string }[];
  /** Tasks whose last attempt failed, by the class of the error. */
  failures: Record<string, number>;
  /** The time that is left at today's pace; null where nobody works on it, or none was done to know a pace by. */
  leftMs: number | null;
}

/**
 * Where each step of a line stands, from the store alone. The time left is that of the tasks that are open, by the mean time
 * that done ones took, shared by the workers that are at it now.
 */
export async function surveyLine(
  corpus: Corpus,
  tasks: readonly Task[],
  steps: ReadonlyMap<string, Step>,
): Promise<StepStanding[]> {
  const standings = new Map<string, StepStanding>();
  const times = new Map<string, number[]>();
  const all: TaskStanding[] = [];
  for await (const standing of taskStates(corpus, tasks, steps)) all.push(standing);
  const hopeless = hopelessOf(all);
  for (const standing of all) {
    const { task } = standing;
    const known = standings.get(task.step) ?? emptyStanding(task.step);
    standings.set(task.step, known);
    if (standing.kind === "done") {
      known.done++;
      if (standing.tookMs !== undefined) times.set(task.step, [...(times.get(task.step) ?? []), standing.tookMs]);
    } else if (standing.kind === "running") {
      const { worker, lastSign, doing } = standing;
      known.running.push({ task: task.id, worker, lastSign, ...(doing !== undefined && { doing }) });
    } else if (standing.kind === "waiting") {
      if (hopeless.has(task.id)) known.inVain++;
      else known.waiting++;
    } else known.dead.push({ task: task.id, error: standing.failure.error, message: standing.failure.message });
    const failure = "failure" in standing ? standing.failure : null;
    if (failure) known.failures[failure.error] = (known.failures[failure.error] ?? 0) + 1;
  }
  for (const known of standings.values()) {
    const open = known.running.length + known.waiting;
    const took = times.get(known.step) ?? [];
    if (known.running.length === 0 || took.length === 0) continue;
    const eachMs = took.reduce((sum, ms) => sum + ms, 0) / took.length;
    known.leftMs = Math.round((eachMs * open) / known.running.length);
  }
  return [...standings.values()];
}

/** What is dead, and what waits for it, directly or not. */
function hopelessOf(standings: readonly TaskStanding[]): Set<string> {
  const hopeless = new Set(standings.filter(({ kind }) => kind === "dead").map(({ task }) => task.id));
  // A task may stand before what it needs, so this goes on until nothing more is found.
  for (let before = -1; before !== hopeless.size; ) {
    before = hopeless.size;
    for (const { kind, task } of standings)
      if (kind === "waiting" && task.needs.some((need) => hopeless.has(need))) hopeless.add(task.id);
  }
  return hopeless;
}

function emptyStanding(step: string): StepStanding {
  return { step, done: 0, running: [], waiting: 0, inVain: 0, dead: [], failures: {}, leftMs: null };
}
