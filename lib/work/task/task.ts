import { z } from "zod";
import { escapeId, type StepRecord } from "#lib/corpus/index.ts";
import { VideoKey } from "#lib/records/index.ts";

/**
 * One piece of work as plain data: which step of the line, of which video (none for a step of a whole study), and the tasks
 * that have to be done before. Tasks of one `queue`, a platform or a provider, share its rate limit and its credential.
 */
export const Task = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._%-]*$/)
    .max(200),
  step: z.string().min(1),
  video: VideoKey.optional(),
  needs: z.array(z.string()),
  queue: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/),
});
export type Task = z.infer<typeof Task>;

/** The id of a step's task for a video: two steps, variants or videos never share one. */
export function taskId(step: string, variant: string, video: VideoKey): string {
  return `${step}.${variant}.${video.platform}.${escapeId(video.id)}`;
}

/** What a step made, as its record will say; the outputs have to be stored already, and nothing points to them yet. */
export type Made = Omit<StepRecord, "attempts" | "worker" | "startedAt" | "finishedAt">;

/**
 * What the corpus says of a task: whether it is done as of today, the highest number of its step records (0 for none), and, where
 * that is known, how long its last run took.
 */
export interface TaskState {
  readonly done: boolean;
  readonly published: number;
  readonly tookMs?: number;
}

/**
 * How the tasks of one step are done. `work` runs it without knowing what it does: `run` turns inputs into outputs and gives
 * back the records to publish, and once they are published `state` has to say `done`. The same task may be run by two workers
 * at once; where outputs are named by their content, as `writeOutput` does, that is no harm. A step that computes for long
 * without a pause cannot show that its worker lives; under `thisMachine` the supervisor does that for it.
 */
export interface Step {
  readonly name: string;
  /** After so long the task is aborted and counts as failed. */
  readonly timeoutMs: number;
  state(task: Task): Promise<TaskState>;
  /**
   * Does the task. The class of an error that it throws decides what happens next (lib/errors.ts).
   *
   * @param work.signal aborted when the work is to be dropped; programs that were started have to end then
   * @param work.fence for a step that publishes records itself, with `publishStep(..., fence)`
   */
  run(task: Task, work: StepWork): Promise<readonly Made[]>;
}

/** What a step is told about its run; `attempt` counts from 1. */
export interface StepWork {
  readonly worker: string;
  readonly fence: number;
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Says in a few words how far it is, for those who watch the corpus; the lease shows the last ones. */
  readonly doing: (text: string) => void;
}
