import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { type Step, type Task, taskId } from "#lib/work/index.ts";
import { line } from "./line.ts";
import type { LineContext, LinePart } from "./lineStep.ts";

/**
 * The line of a study as tasks for any number of workers: a video is chunked once it is imported, questions are written once
 * all videos are chunked, and each video's are asked once all are written.
 *
 * @param names the steps to do, in any order; all when empty. What a step needs of one left out has to be there.
 * @throws InputError when there is no step of a name
 */
export async function lineTasks(
  context: LineContext,
  names: readonly string[] = [],
): Promise<{ tasks: Task[]; steps: Map<string, Step> }> {
  const unknown = names.find((name) => line.every((step) => step.name !== name));
  if (unknown !== undefined)
    throw new InputError(`There is no step ${unknown}. Known: ${line.map(({ name }) => name).join(", ")}.`);
  const tasks: Task[] = [];
  const steps = new Map<string, Step>();
  let before: Task[] = [];
  for (const step of line) {
    if (names.length > 0 && !names.includes(step.name)) continue;
    const parts = new Map<string, LinePart>();
    const variant = step.variant(context.study);
    const own = (await step.parts(context)).map((part): Task => {
      const { video } = part;
      const id = video ? taskId(step.name, variant, video) : `${step.name}.${variant}`;
      const needed = step.joins ? before : before.filter((task) => task.video && video && isSame(task.video, video));
      const needs = needed.map((task) => task.id);
      parts.set(id, part);
      return { id, step: step.name, ...(video ? { video } : {}), needs, queue: "local" };
    });
    steps.set(step.name, {
      name: step.name,
      timeoutMs: step.timeoutMinutes * 60_000,
      state: ({ id }) => parts.get(id)!.state(),
      run: async ({ id }, { worker, fence, signal }) => {
        await parts.get(id)!.run({ worker, fence, signal });
        return [];
      },
    });
    tasks.push(...own);
    if (own.length > 0) before = own;
  }
  return { tasks, steps };
}

const isSame = (one: VideoKey, other: VideoKey) => one.platform === other.platform && one.id === other.id;
