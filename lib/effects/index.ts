export { type BackOff, makeBackOff, type Patience, type RetryEffects } from "./backOff.ts";
export { type Clock, fixedClock, systemClock } from "./clock.ts";
export { killTree, processTree, type RunningProcess } from "./processTree.ts";
export { type Progress, personProgress, silentProgress } from "./progress.ts";
export { type Random, seededRandom } from "./random.ts";
export { retry } from "./retry.ts";
export { type Sleep, systemSleep } from "./sleep.ts";
export { spawnTree } from "./spawnTree.ts";
export { stopOnSignal } from "./stopOnSignal.ts";
