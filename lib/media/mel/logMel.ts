import { melFilters } from "./melFilters.ts";
import { planFft } from "./planFft.ts";

/** Log-mel features, one row for each filter: `values[mel * frames + frame]`. */
export interface LogMel {
  mels: number;
  frames: number;
  values: Float32Array;
}

const sampleRateHz = 16_000;
const fftSize = 400;
const hopSamples = 160;
const edge = fftSize / 2;

/**
 * The features that Whisper hears: frames of 25 ms every 10 ms under a Hann window, mel filters, decadic logarithm, nothing
 * lower than 8 below the loudest, then (x + 4) / 4 (`log_mel_spectrogram` of whisper/audio.py; Radford et al., 2023,
 * section 2.2). The loudest is that of the whole input, so windows are given one by one. Whisper's own windows are filled up
 * with silence to 30 s before.
 *
 * @param samples mono, 16 kHz, from -1 to 1; at least 201
 * @param mels 80, or 128 for large-v3
 * @throws RangeError for fewer samples
 * @example
 * logMel(new Float32Array(16_000)).frames; // => 100
 */
export function logMel(samples: Float32Array, mels: number = 80): LogMel {
  if (samples.length <= edge) throw new RangeError(`expected at least ${edge + 1} samples, found ${samples.length}`);
  const spectrum = planFft(fftSize);
  const filters = melFilters(mels, sampleRateHz, fftSize);
  const hann = Float64Array.from({ length: fftSize }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / fftSize));
  const frames = Math.floor(samples.length / hopSamples);
  const values = new Float32Array(mels * frames);
  const windowed = new Float32Array(fftSize);
  const power = new Float64Array(edge + 1);
  let loudest = Number.NEGATIVE_INFINITY;
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * hopSamples - edge;
    for (let i = 0; i < fftSize; i++) windowed[i] = hann[i]! * samples[mirror(from + i, samples.length)]!;
    spectrum(windowed, power);
    for (let mel = 0; mel < mels; mel++) {
      const { firstBin, weights } = filters[mel]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[firstBin + i]!;
      const level = Math.log10(Math.max(sum, 1e-10));
      if (level > loudest) loudest = level;
      values[mel * frames + frame] = level;
    }
  }
  const lowest = loudest - 8;
  for (let i = 0; i < values.length; i++) values[i] = (Math.max(values[i]!, lowest) + 4) / 4;
  return { mels, frames, values };
}

/** Before the start and after the end the sound is mirrored, its first and last sample not told twice. */
function mirror(at: number, length: number): number {
  if (at < 0) return -at;
  return at < length ? at : 2 * length - 2 - at;
}
