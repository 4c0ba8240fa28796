export type { Outcome, WorkEvent, Worker } from "./context.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { runWorker, type WorkerReport } from "./runWorker.ts";
export { type DetectedShard, detectShard } from "./shard/detectShard.ts";
export { parseShard, type Shard } from "./shard/shard.ts";
export type { Failure } from "./task/failure.ts";
export { retryTask } from "./task/retryTask.ts";
export { type Made, type Step, type StepWork, Task, type TaskState, taskId } from "./task/task.ts";
export { type TaskStanding, taskStates } from "./task/taskStates.ts";
