import { PermanentError } from "#lib/errors.ts";
import { stepOf, type Worker } from "../context.ts";
import type { Task, TaskState } from "./task.ts";

/** A task's state; where it can never be told, the task is to be attempted, so that the error is put on record as its failure. */
export async function stateOf(worker: Worker, task: Task): Promise<TaskState & { readonly error?: PermanentError }> {
  try {
    return await stepOf(worker, task).state(task);
  } catch (error) {
    if (error instanceof PermanentError) return { done: false, published: 0, error };
    throw error;
  }
}
