export { checkTranscripts, type TranscriptStanding } from "./check/checkTranscripts.ts";
export {
  defaultTranscriptLimits,
  judgeTranscript,
  lookAtTranscript,
  type TranscriptLimits,
  type TranscriptLook,
} from "./check/judgeTranscript.ts";
export { findAudio, type StoredAudio } from "./corpus/findAudio.ts";
export { importAudio } from "./corpus/importAudio.ts";
export { readTranscript, type StoredTranscript } from "./corpus/readTranscript.ts";
export { speechVariant } from "./corpus/speechVariant.ts";
export { type TranscribeReport, type TranscribeVideoOptions, transcribeVideo } from "./corpus/transcribeVideo.ts";
export { countTranscript, dropRate, type TranscriptFacts } from "./corpus/transcriptFacts.ts";
export { type EngineName, transcriptState } from "./corpus/transcriptState.ts";
export type { EngineEffects } from "./engines/engineEffects.ts";
export { EngineSettings } from "./engines/engineSettings.ts";
export { openEngine } from "./engines/openEngine.ts";
export { type WhisperProgram, whisperProgram, whisperSetUp } from "./engines/whisperProgram.ts";
export { compressionRatio } from "./gate/compressionRatio.ts";
export { gate } from "./gate/gate.ts";
export { type GateRule, whisperGate } from "./gate/gateRule.ts";
export { isFillerLine } from "./gate/isFillerLine.ts";
export { isLoop } from "./gate/isLoop.ts";
export { findModel } from "./models/findModel.ts";
export { type KnownModel, knownModels, modelFileName, modelsHome } from "./models/knownModels.ts";
export { modelsFolder } from "./models/modelsFolder.ts";
export { type PulledModel, type PullOptions, pullModel } from "./models/pullModel.ts";
export { type ModelCheck, verifyModels } from "./models/verifyModels.ts";
export { type ErrorRate, errorRate, type HeardText } from "./quality/errorRate.ts";
export { type ErrorUnit, errorUnit, errorUnits } from "./quality/errorUnits.ts";
export { normaliseBasic } from "./quality/normaliseBasic.ts";
export { normaliseEnglish } from "./quality/normaliseEnglish.ts";
export { readSheetTranscripts } from "./sheet/readSheetTranscripts.ts";
export { type CheckedRow, type CheckedSheet, readTranscriptSheet } from "./sheet/readTranscriptSheet.ts";
export { type CheckedTranscript, type SheetErrorRates, sheetErrorRates } from "./sheet/sheetErrorRates.ts";
export { type SheetTranscript, transcriptSheet } from "./sheet/transcriptSheet.ts";
export type { EngineFacts, HeardSegment, SpeechEngine, SpeechWindow } from "./speechEngine.ts";
export { type TranscribeFileOptions, transcribeFile } from "./transcribeFile.ts";
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
