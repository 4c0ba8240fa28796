export { type ErrorRate, errorRate, type HeardText } from "./quality/errorRate.ts";
export { type ErrorUnit, errorUnit, errorUnits } from "./quality/errorUnits.ts";
export { normaliseBasic } from "./quality/normaliseBasic.ts";
export { normaliseEnglish } from "./quality/normaliseEnglish.ts";
export type { EngineFacts, HeardSegment, SpeechEngine, SpeechWindow } from "./speechEngine.ts";
export type { Checkpoint, DroppedUtterance, DropReason, SpeechRange, Transcript } from "./transcript.ts";
export { openVoiceActivity, stepSamples, type VoiceActivity } from "./voice/openVoiceActivity.ts";
export { type SampleRange, type SpeechRule, sileroRule, speechSegments } from "./voice/speechSegments.ts";
export { type TranscriptForm, transcriptForms, writeTranscript } from "./writeTranscript.ts";
