import type { Utterance } from "#lib/records/index.ts";

/** Why the gate does not believe an utterance. */
export type DropReason =
  | "repetition"
  | "repeatedUtterance"
  | "compressionRatio"
  | "noSpeech"
  | "fillerLine"
  | "speechRate";

/** An utterance that the gate does not believe, kept apart with the reason. */
export interface DroppedUtterance {
  utterance: Utterance;
  reason: DropReason;
}

/** A stretch of a stream with speech in it, by the model of voice activity; nothing is added around it. */
export interface SpeechRange {
  startMs: number;
  endMs: number;
}

/** What was heard in a stream: what is believed, what is not, and where there was speech at all. */
export interface Transcript {
  durationMs: number;
  /** In order of time, with ids that count both believed and dropped ones. */
  utterances: Utterance[];
  dropped: DroppedUtterance[];
  speech: SpeechRange[];
}

/**
 * Keeps what was worked out, so that a run which was killed goes on where it was. A key is a hash of all that the text
 * depends on; a text is small, and once written it may be given back for ever. What is read back is checked.
 */
export interface Checkpoint {
  read(key: string): Promise<string | null>;
  write(key: string, text: string): Promise<void>;
}
