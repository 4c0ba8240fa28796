export { clopperPearson } from "./clopperPearson.ts";
export { clusteredProportion } from "./clusteredProportion.ts";
export { clusteredVariance } from "./clusteredVariance.ts";
export { detectableDifference } from "./detectableDifference.ts";
export { betaQuantile, normalQuantile, tQuantile } from "./distributions.ts";
export type { Clusters, Interval } from "./interval.ts";
export { pairedDifference } from "./pairedDifference.ts";
export { wilson } from "./wilson.ts";
