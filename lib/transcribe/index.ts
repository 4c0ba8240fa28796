export type { EngineEffects } from "./engines/engineEffects.ts";
export { EngineSettings } from "./engines/engineSettings.ts";
export { openEngine } from "./engines/openEngine.ts";
export { type WhisperProgram, whisperProgram, whisperSetUp } from "./engines/whisperProgram.ts";
export { compressionRatio } from "./gate/compressionRatio.ts";
export { gate } from "./gate/gate.ts";
export { type GateRule, whisperGate } from "./gate/gateRule.ts";
export { isFillerLine } from "./gate/isFillerLine.ts";
export { isLoop } from "./gate/isLoop.ts";
export { type ErrorRate, errorRate, type HeardText } from "./quality/errorRate.ts";
export { type ErrorUnit, errorUnit, errorUnits } from "./quality/errorUnits.ts";
export { normaliseBasic } from "./quality/normaliseBasic.ts";
export { normaliseEnglish } from "./quality/normaliseEnglish.ts";
export type { EngineFacts, HeardSegment, SpeechEngine, SpeechWindow } from "./speechEngine.ts";
export {
  defaultTranscribeSettings,
  type TranscribeInput,
  type TranscribeSettings,
  transcribeSamples,
} from "./transcribeSamples.ts";
export type { Checkpoint, DroppedUtterance, DropReason, SpeechRange, Transcript } from "./transcript.ts";
export { type TranscriptQuality, transcriptQuality } from "./transcriptQuality.ts";
export { openVoiceActivity, stepSamples, type VoiceActivity } from "./voice/openVoiceActivity.ts";
export { type SampleRange, type SpeechRule, sileroRule, speechSegments } from "./voice/speechSegments.ts";
export { type CutWindow, cutWindows } from "./windows/cutWindows.ts";
export { joinWindows } from "./windows/joinWindows.ts";
export { planWindows, type WindowRule, whisperWindows } from "./windows/planWindows.ts";
export { type TranscriptForm, transcriptForms, writeTranscript } from "./writeTranscript.ts";
