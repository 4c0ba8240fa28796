import { z } from "zod";
import { type Progress, silentProgress } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { Confidence, Word } from "#lib/records/index.ts";
import { checkpointKey } from "./checkpointKey.ts";
import { gate } from "./gate/gate.ts";
import { type GateRule, whisperGate } from "./gate/gateRule.ts";
import type { HeardSegment, SpeechEngine } from "./speechEngine.ts";
import type { Checkpoint, Transcript } from "./transcript.ts";
import type { VoiceActivity } from "./voice/openVoiceActivity.ts";
import type { SampleRange, SpeechRule } from "./voice/speechSegments.ts";
import { cutWindows } from "./windows/cutWindows.ts";
import { joinWindows } from "./windows/joinWindows.ts";
import { planSpeech } from "./windows/planSpeech.ts";
import { type WindowRule, whisperWindows } from "./windows/planWindows.ts";

/** What a transcript depends on besides the sound, the engine and the model of voice activity: plain data for a step record. */
export interface TranscribeSettings {
  /** ISO 639-1; without it the engine finds out, window by window. */
  language?: string;
  /** Names and words of the stream, the same for each window. */
  prompt?: string;
  speech: SpeechRule;
  windows: WindowRule;
  gate: GateRule;
}

/**
 * Silero's thresholds with the silence and padding of faster-whisper's batched pipeline (160 ms and 400 ms), windows for
 * Whisper and its own thresholds for what to believe.
 */
export const defaultTranscribeSettings: TranscribeSettings = {
  speech: { threshold: 0.5, negativeThreshold: 0.35, minSpeechMs: 250, minSilenceMs: 160, padMs: 400 },
  windows: whisperWindows,
  gate: whisperGate,
};

/** The sound to transcribe, and with what. */
export interface TranscribeInput {
  /**
   * The whole stream from its start, mono, 16 kHz, from -1 to 1, in pieces of any length: the same samples at each call. It
   * is called once to find speech and once for the windows; neither where all is in the checkpoint.
   */
  samples: (signal?: AbortSignal) => AsyncIterable<Float32Array>;
  /** SHA-256 of the sound's file, or of whatever else the samples follow from. */
  audioSha256: string;
  /** How long the sound is, for the progress alone. */
  durationMs?: number;
  engine: SpeechEngine;
  activity: VoiceActivity;
  settings?: TranscribeSettings;
  checkpoint?: Checkpoint;
  progress?: Progress;
  signal?: AbortSignal;
}

const Heard = z.array(
  z.object({
    startMs: z.number(),
    endMs: z.number(),
    text: z.string(),
    words: z.array(Word).optional(),
    confidence: Confidence.optional(),
  }),
);

/**
 * Speech to text for a stream of any length: finds speech, cuts it into windows at silences, has the engine hear one after
 * another, puts their words on the stream's clock, and sets aside what is not to be believed. Memory does not grow with the
 * sound, beyond a number for each 32 ms. With a checkpoint a run that was killed has lost one window at most, and gives what
 * it would have given uninterrupted, byte for byte.
 *
 * @throws PermanentError where an engine gives no segments, and whatever the engine throws; what was heard until then is in
 * the checkpoint
 * @example
 * const transcript = await transcribeSamples({ samples, audioSha256, engine, activity });
 * transcript.utterances[0]; // => { id: "s1", startMs: 400, endMs: 2900, text: "Welcome back.", ... }
 */
export async function transcribeSamples(input: TranscribeInput): Promise<Transcript> {
  const { samples, audioSha256, engine, checkpoint = noCheckpoint, progress = silentProgress, signal } = input;
  const settings = input.settings ?? defaultTranscribeSettings;
  const plan = await planSpeech({ ...input, settings, checkpoint, progress });
  const keyOf = (pieces: readonly SampleRange[]) =>
    checkpointKey("window", {
      audioSha256,
      pieces,
      engine: engine.facts,
      language: settings.language ?? null,
      prompt: settings.prompt ?? null,
    });
  const heard = new Map<string, HeardSegment[]>();
  for (const pieces of plan.windows) {
    const key = keyOf(pieces);
    const segments = parseHeard(await checkpoint.read(key));
    if (segments) heard.set(key, segments);
  }
  const missing = plan.windows.filter((pieces) => !heard.has(keyOf(pieces)));
  progress.start("transcribing windows of sound", missing.length);
  try {
    for await (const window of cutWindows(missing.length > 0 ? samples(signal) : nothing(), missing)) {
      signal?.throwIfAborted();
      const segments = await engine.hear(
        {
          samples: window.samples,
          ...(settings.language !== undefined && { language: settings.language }),
          ...(settings.prompt !== undefined && { prompt: settings.prompt }),
        },
        signal,
      );
      const text = JSON.stringify(segments);
      const key = keyOf(window.pieces);
      await checkpoint.write(key, text);
      // Read back, so that a resumed run has the very same.
      heard.set(key, parseHeard(text) ?? refuse(engine.facts.engine, text));
      progress.tick();
    }
  } finally {
    progress.stop();
  }
  const told = joinWindows(plan.windows.map((pieces) => ({ pieces, segments: heard.get(keyOf(pieces))! })));
  return { durationMs: plan.durationMs, speech: plan.speech, ...gate(told, plan.speech, settings.gate) };
}

const noCheckpoint: Checkpoint = { read: async () => null, write: async () => {} };

async function* nothing(): AsyncGenerator<Float32Array> {}

/** What a checkpoint or an engine gave, or null where it is no list of segments: then the window is heard anew. */
function parseHeard(text: string | null): HeardSegment[] | null {
  if (text === null) return null;
  try {
    return Heard.parse(JSON.parse(text)) as HeardSegment[];
  } catch {
    return null;
  }
}

function refuse(engine: string, text: string): never {
  throw new PermanentError(`expected segments with times and text from ${engine}, found ${text.slice(0, 200)}`);
}
