import { stepSamples } from "../voice/openVoiceActivity.ts";
import type { SampleRange } from "../voice/speechSegments.ts";

/** How sound is cut for an engine. */
export interface WindowRule {
  /** The longest window; a Whisper model hears 30 s at once. */
  longestSeconds: number;
  /** How much of the sound two windows share where speech goes on without a silence to cut at. */
  overlapSeconds: number;
  /** A step less probable than this may be cut at, if its neighbours are as silent. */
  silenceThreshold: number;
}

/** Leaves room within Whisper's 30 s, and cuts speech as Silero does (min_silence_at_max_speech of 98 ms). */
export const whisperWindows: WindowRule = { longestSeconds: 28, overlapSeconds: 2, silenceThreshold: 0.35 };

/** 128 ms: the first length in whole steps of what Silero cuts speech at that becomes too long, over 98 ms. */
const cutSteps = 4;
const samplesPerSecond = 16_000;

/**
 * Windows of sound for an engine, each of one or more pieces of speech that follow one another in it without the silence
 * between them (as whisperX and faster-whisper pack speech: Bain et al., "WhisperX: Time-Accurate Speech Transcription of
 * Long-Form Audio", Interspeech 2023). Speech that is too long for one window is cut in its longest silence of the later
 * half; where there is none, at the end, and the next window tells the last of it again.
 *
 * @param speech in order, without overlap
 * @param probabilities one for each 512 samples
 * @example
 * planWindows([{ startSample: 0, endSample: 16000 }], new Float32Array(32).fill(1), whisperWindows);
 * // => [[{ startSample: 0, endSample: 16000 }]]
 */
export function planWindows(
  speech: readonly SampleRange[],
  probabilities: Float32Array,
  rule: WindowRule,
): SampleRange[][] {
  const longest = Math.floor(rule.longestSeconds * samplesPerSecond);
  const overlap = Math.floor(rule.overlapSeconds * samplesPerSecond);
  if (!(longest >= samplesPerSecond && overlap * 2 < longest))
    throw new RangeError(
      `expected windows of a second or more and an overlap under half of it, found ${longest} and ${overlap} samples`,
    );
  const windows: SampleRange[][] = [];
  let open: SampleRange[] = [];
  let length = 0;
  const close = () => {
    if (open.length > 0) windows.push(open);
    open = [];
    length = 0;
  };
  const add = (piece: SampleRange) => {
    // Speech that was cut without a silence fills its window, so what is told twice never stands twice in one.
    if (length + piece.endSample - piece.startSample > longest) close();
    const joined = open.at(-1);
    if (joined?.endSample === piece.startSample) joined.endSample = piece.endSample;
    else open.push({ ...piece });
    length += piece.endSample - piece.startSample;
  };
  for (const { startSample, endSample } of speech) {
    let start = startSample;
    while (endSample - start > longest) {
      const cut = findSilence(probabilities, start + (longest >> 1), start + longest, rule.silenceThreshold);
      add({ startSample: start, endSample: cut ?? start + longest });
      start = cut ?? start + longest - overlap;
    }
    add({ startSample: start, endSample });
  }
  close();
  return windows;
}

/** The middle of the longest silence within a range, the later one of two; null where none is long enough. */
function findSilence(probabilities: Float32Array, from: number, to: number, threshold: number): number | null {
  let best = cutSteps - 1;
  let cut: number | null = null;
  let run = 0;
  const last = Math.floor(to / stepSamples);
  for (let step = Math.ceil(from / stepSamples); step < last; step++) {
    if (probabilities[step]! >= threshold) {
      run = 0;
      continue;
    }
    run++;
    if (run < best || run < cutSteps) continue;
    best = run;
    cut = (step + 1) * stepSamples - Math.floor((run * stepSamples) / 2);
  }
  return cut;
}
