export { type DegradeOptions, degradeTranscript } from "./degradeTranscript.ts";
export { type FrameOptions, simulateFrame } from "./platforms/simulateFrame.ts";
export { simulatePlatform } from "./platforms/simulatePlatform.ts";
export {
  drawVideoWork,
  type LedgerOutcome,
  leaseMakespan,
  ledgerMakespan,
  type VideoWork,
} from "./simulateMakespan.ts";
export { type Outcomes, type OutcomesOptions, simulateOutcomes, trueAccuracy } from "./simulateOutcomes.ts";
export { type Pairs, type PairsOptions, type PairsTruth, pairsTruth, simulatePairs } from "./simulatePairs.ts";
export {
  type BilledPrompt,
  type PrefixCache,
  type PrefixCacheRules,
  simulatePrefixCache,
} from "./simulatePrefixCache.ts";
export { type FactTruth, type SegmentTruth, type SimulatedStream, simulateStream } from "./simulateStream.ts";
export { type StreamsOptions, simulateStreams } from "./simulateStreams.ts";
export { StreamSpec, type StreamSpecInput } from "./streamSpec.ts";
export { type Fact, readTexts, Texts, type Theme, type Topic } from "./texts.ts";
export { writeLiveChatJson } from "./writeLiveChatJson.ts";
export { writePocochaCsv } from "./writePocochaCsv.ts";
export { writeTwitchDownloaderJson } from "./writeTwitchDownloaderJson.ts";
