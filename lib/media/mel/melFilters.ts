/** One triangle of a mel filter bank, where it is not zero. */
export interface MelFilter {
  firstBin: number;
  weights: Float32Array;
}

const linearHz = 200 / 3;
const bendHz = 1000;
const bendMel = bendHz / linearHz;
const logStep = Math.log(6.4) / 27;

/**
 * Triangles evenly spaced on Slaney's mel scale (linear to 1 kHz, logarithmic above) from 0 Hz to half the rate, each of the
 * same area: what Whisper and librosa call mel filters (Slaney, "Auditory Toolbox", Interval Research Corporation TR
 * 1998-010).
 *
 * @param mels how many
 * @param fftSize samples of a frame; there are half as many bins, and one
 */
export function melFilters(mels: number, sampleRateHz: number, fftSize: number): MelFilter[] {
  const topMel = toMel(sampleRateHz / 2);
  const edges = Array.from({ length: mels + 2 }, (_, i) => toHz((topMel * i) / (mels + 1)));
  const binHz = sampleRateHz / fftSize;
  return Array.from({ length: mels }, (_, i) => {
    const [low, middle, high] = edges.slice(i, i + 3) as [number, number, number];
    const firstBin = Math.floor(low / binHz) + 1;
    const weights: number[] = [];
    for (let bin = firstBin; bin * binHz < high; bin++) {
      const hz = bin * binHz;
      weights.push((Math.min((hz - low) / (middle - low), (high - hz) / (high - middle)) * 2) / (high - low));
    }
    return { firstBin, weights: Float32Array.from(weights) };
  });
}

function toMel(hz: number): number {
  return hz < bendHz ? hz / linearHz : bendMel + Math.log(hz / bendHz) / logStep;
}

function toHz(mel: number): number {
  return mel < bendMel ? mel * linearHz : bendHz * Math.exp(logStep * (mel - bendMel));
}
