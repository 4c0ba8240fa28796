import { InputError } from "#lib/errors.ts";
import { Task } from "./task.ts";

/**
 * Checks the tasks of a run and puts each behind those that it needs; else the order stays.
 *
 * @throws InputError when a task is no task, two have one id, or needs are missing or run in a circle
 */
export function orderTasks(tasks: readonly Task[]): Task[] {
  const byId = new Map<string, Task>();
  for (const task of tasks) {
    const parsed = Task.safeParse(task);
    if (!parsed.success) throw new InputError(`${JSON.stringify(task)} is no task: ${parsed.error.message}`);
    if (byId.has(task.id)) throw new InputError(`Two tasks have the id ${task.id}; expected each task once.`);
    byId.set(task.id, task);
  }
  const ordered = new Set<Task>();
  for (const task of tasks) place(task, byId, ordered);
  return [...ordered];
}

/** Depth first without recursion, since a chain of needs may be as long as the list. */
function place(first: Task, byId: ReadonlyMap<string, Task>, ordered: Set<Task>): void {
  const path = [{ task: first, next: 0 }];
  const open = new Set([first]);
  while (path.length > 0) {
    const top = path[path.length - 1]!;
    const need = ordered.has(top.task) ? undefined : top.task.needs[top.next++];
    if (need === undefined) {
      ordered.add(top.task);
      open.delete(top.task);
      path.pop();
      continue;
    }
    const needed = byId.get(need);
    if (!needed)
      throw new InputError(`The task ${top.task.id} needs ${need}, which is not among the tasks of the run.`);
    if (open.has(needed)) throw new InputError(`The task ${needed.id} needs itself, by way of ${top.task.id}.`);
    if (ordered.has(needed)) continue;
    open.add(needed);
    path.push({ task: needed, next: 0 });
  }
}
