import type { Confidence, Word } from "#lib/records/index.ts";

/** A stretch of sound to transcribe: mono, 16 kHz, samples from -1 to 1. Times of what comes back count from its start. */
export interface SpeechWindow {
  samples: Float32Array;
  /** ISO 639-1 code; without it the engine finds out, or takes the only language of its model. */
  language?: string;
  /** Text that the engine should take as said before: names and words of the stream. */
  prompt?: string;
}

/** What an engine heard at one place; times are milliseconds from the start of the window. */
export interface HeardSegment {
  startMs: number;
  endMs: number;
  text: string;
  words?: Word[];
  confidence?: Confidence;
}

/** What a step record names an engine by: enough that another person gets the same transcript. */
export interface EngineFacts {
  engine: string;
  version: string;
  model: string;
  /** SHA-256 of the model's file, or null where the engine is a program of its own. */
  modelSha256: string | null;
}

/**
 * Turns one window of sound into segments. An engine is opened once, loads its model once, is given one window after
 * another, and is closed.
 */
export interface SpeechEngine {
  facts: EngineFacts;
  /** @throws TransientError where the same window may succeed later, PermanentError where it never can */
  hear(window: SpeechWindow, signal?: AbortSignal): Promise<HeardSegment[]>;
  close(): Promise<void>;
}
