export { line } from "./line.ts";
export type { LineContext, LineStep } from "./lineStep.ts";
export { lineTasks } from "./lineTasks.ts";
export { type SpeechPlan, speechPlan } from "./speechPlan.ts";
export { replayedModels, studyModels } from "./studyModels.ts";
