export { type Clock, fixedClock, systemClock } from "./clock.ts";
export { type Progress, personProgress, silentProgress } from "./progress.ts";
export { type Random, seededRandom } from "./random.ts";
export { type Sleep, systemSleep } from "./sleep.ts";
