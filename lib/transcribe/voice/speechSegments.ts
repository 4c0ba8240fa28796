import { stepSamples } from "./openVoiceActivity.ts";

/** A stretch of a stream, in samples of 16 kHz; the end is not part of it. */
export interface SampleRange {
  startSample: number;
  endSample: number;
}

/** When sound counts as speech. */
export interface SpeechRule {
  /** Speech begins with a step at least so probable. */
  threshold: number;
  /** It ends with one less probable than this. */
  negativeThreshold: number;
  /** Speech that is no longer than this is none. */
  minSpeechMs: number;
  /** A silence at least so long ends it. */
  minSilenceMs: number;
  /** What is added before and after; where two would meet, each gets half of the silence. */
  padMs: number;
}

/** The defaults that Silero publishes. */
export const sileroRule: SpeechRule = {
  threshold: 0.5,
  negativeThreshold: 0.35,
  minSpeechMs: 250,
  minSilenceMs: 100,
  padMs: 30,
};

const perMs = 16;

/**
 * Where there is speech, by the rule of Silero's `get_speech_timestamps` (Silero VAD, src/silero_vad/utils_vad.py), without
 * its limit of length.
 *
 * @param probabilities one for each 512 samples of 16 kHz
 * @param samples how many samples there are
 */
export function speechSegments(probabilities: Float32Array, samples: number, rule: SpeechRule): SampleRange[] {
  const { threshold, negativeThreshold, minSpeechMs, minSilenceMs, padMs } = rule;
  const found: SampleRange[] = [];
  let start: number | null = null;
  let silentSince: number | null = null;
  const end = (endSample: number) => {
    if (endSample - start! > minSpeechMs * perMs) found.push({ startSample: start!, endSample });
    start = null;
    silentSince = null;
  };
  probabilities.forEach((probability, step) => {
    const at = step * stepSamples;
    if (probability >= threshold) {
      silentSince = null;
      start ??= at;
    } else if (probability < negativeThreshold && start !== null) {
      silentSince ??= at;
      if (at - silentSince >= minSilenceMs * perMs) end(silentSince);
    }
  });
  if (start !== null) end(samples);
  return pad(found, samples, padMs * perMs);
}

function pad(found: readonly SampleRange[], samples: number, padding: number): SampleRange[] {
  return found.map(({ startSample, endSample }, i) => {
    const silenceBefore = i === 0 ? Number.POSITIVE_INFINITY : startSample - found[i - 1]!.endSample;
    const silenceAfter = i === found.length - 1 ? Number.POSITIVE_INFINITY : found[i + 1]!.startSample - endSample;
    const before = silenceBefore < 2 * padding ? Math.floor(silenceBefore / 2) : padding;
    const after = silenceAfter < 2 * padding ? Math.floor(silenceAfter / 2) : padding;
    return { startSample: Math.max(0, startSample - before), endSample: Math.min(samples, endSample + after) };
  });
}
