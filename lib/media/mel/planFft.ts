/** Writes the power, |X|², of each bin from 0 to half the size into `power`. */
export type PowerSpectrum = (input: Float32Array, power: Float64Array) => void;

interface Stage {
  radix: 2 | 4 | 5;
  /** How long a transform of this stage is, by its radix. */
  length: number;
  stride: number;
  /** Cosine and sine for the outputs 1 to radix - 1 of each butterfly. */
  twiddles: Float64Array;
}

/**
 * Plans the power spectra of real frames of one size: a complex transform of half the size by Stockham's self-sorting method
 * with radices 4, 2 and 5, in double precision (Van Loan, "Computational Frameworks for the Fast Fourier Transform", 1992,
 * 1.7 and 4.3).
 *
 * @param size even, its half a product of twos and fives: 400, 512
 * @throws RangeError for another size
 * @example
 * const spectrum = planFft(400);
 * const power = new Float64Array(201);
 * spectrum(new Float32Array(400).fill(1), power);
 * power[0]; // => 160000
 */
export function planFft(size: number): PowerSpectrum {
  const half = size / 2;
  const stages = planStages(half, size);
  let re = new Float64Array(half);
  let im = new Float64Array(half);
  let nextRe = new Float64Array(half);
  let nextIm = new Float64Array(half);
  const cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  return (input, power) => {
    for (let i = 0; i < half; i++) {
      re[i] = input[2 * i]!;
      im[i] = input[2 * i + 1]!;
    }
    for (const stage of stages) {
      butterflies[stage.radix](stage, re, im, nextRe, nextIm);
      [re, nextRe] = [nextRe, re];
      [im, nextIm] = [nextIm, im];
    }
    power[0] = (re[0]! + im[0]!) ** 2;
    power[half] = (re[0]! - im[0]!) ** 2;
    for (let k = 1; k < half; k++) {
      const evenRe = (re[k]! + re[half - k]!) / 2;
      const evenIm = (im[k]! - im[half - k]!) / 2;
      const oddRe = (im[k]! + im[half - k]!) / 2;
      const oddIm = (re[half - k]! - re[k]!) / 2;
      const real = evenRe + cos[k]! * oddRe + sin[k]! * oddIm;
      const imaginary = evenIm + cos[k]! * oddIm - sin[k]! * oddRe;
      power[k] = real * real + imaginary * imaginary;
    }
  };
}

function planStages(half: number, size: number): Stage[] {
  const refuse = () => new RangeError(`expected an even size whose half is a product of twos and fives, found ${size}`);
  if (!Number.isInteger(half) || half < 1) throw refuse();
  const stages: Stage[] = [];
  let length = half;
  let stride = 1;
  while (length > 1) {
    const radix = ([4, 2, 5] as const).find((one) => length % one === 0);
    if (!radix) throw refuse();
    const count = length / radix;
    const twiddles = new Float64Array(2 * (radix - 1) * count);
    for (let p = 0; p < count; p++) {
      for (let j = 1; j < radix; j++) {
        const angle = (2 * Math.PI * p * j) / length;
        twiddles[2 * ((radix - 1) * p + j - 1)] = Math.cos(angle);
        twiddles[2 * ((radix - 1) * p + j - 1) + 1] = -Math.sin(angle);
      }
    }
    stages.push({ radix, length, stride, twiddles });
    length = count;
    stride *= radix;
  }
  return stages;
}

type Butterfly = (stage: Stage, re: Float64Array, im: Float64Array, toRe: Float64Array, toIm: Float64Array) => void;

const butterflies: Record<Stage["radix"], Butterfly> = { 2: radix2, 4: radix4, 5: radix5 };

function radix2(
  { length, stride, twiddles }: Stage,
  re: Float64Array,
  im: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) {
  const count = length / 2;
  for (let p = 0; p < count; p++) {
    const c = twiddles[2 * p]!;
    const s = twiddles[2 * p + 1]!;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + stride * count;
      const to = q + stride * 2 * p;
      const r = re[a]! - re[b]!;
      const i = im[a]! - im[b]!;
      toRe[to] = re[a]! + re[b]!;
      toIm[to] = im[a]! + im[b]!;
      toRe[to + stride] = r * c - i * s;
      toIm[to + stride] = r * s + i * c;
    }
  }
}

function radix4(
  { length, stride, twiddles }: Stage,
  re: Float64Array,
  im: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) {
  const count = length / 4;
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    const t = 6 * p;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const to = q + stride * 4 * p;
      const sumRe = re[a]! + re[a + 2 * step]!;
      const sumIm = im[a]! + im[a + 2 * step]!;
      const gapRe = re[a]! - re[a + 2 * step]!;
      const gapIm = im[a]! - im[a + 2 * step]!;
      const oddSumRe = re[a + step]! + re[a + 3 * step]!;
      const oddSumIm = im[a + step]! + im[a + 3 * step]!;
      const oddGapRe = re[a + step]! - re[a + 3 * step]!;
      const oddGapIm = im[a + step]! - im[a + 3 * step]!;
      toRe[to] = sumRe + oddSumRe;
      toIm[to] = sumIm + oddSumIm;
      turn(toRe, toIm, to + stride, gapRe + oddGapIm, gapIm - oddGapRe, twiddles, t);
      turn(toRe, toIm, to + 2 * stride, sumRe - oddSumRe, sumIm - oddSumIm, twiddles, t + 2);
      turn(toRe, toIm, to + 3 * stride, gapRe - oddGapIm, gapIm + oddGapRe, twiddles, t + 4);
    }
  }
}

const cos1 = Math.cos((2 * Math.PI) / 5);
const cos2 = Math.cos((4 * Math.PI) / 5);
const sin1 = Math.sin((2 * Math.PI) / 5);
const sin2 = Math.sin((4 * Math.PI) / 5);

function radix5(
  { length, stride, twiddles }: Stage,
  re: Float64Array,
  im: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) {
  const count = length / 5;
  const step = stride * count;
  for (let p = 0; p < count; p++) {
    const t = 8 * p;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const to = q + stride * 5 * p;
      const sum14Re = re[a + step]! + re[a + 4 * step]!;
      const sum14Im = im[a + step]! + im[a + 4 * step]!;
      const gap14Re = re[a + step]! - re[a + 4 * step]!;
      const gap14Im = im[a + step]! - im[a + 4 * step]!;
      const sum23Re = re[a + 2 * step]! + re[a + 3 * step]!;
      const sum23Im = im[a + 2 * step]! + im[a + 3 * step]!;
      const gap23Re = re[a + 2 * step]! - re[a + 3 * step]!;
      const gap23Im = im[a + 2 * step]! - im[a + 3 * step]!;
      const near1Re = re[a]! + cos1 * sum14Re + cos2 * sum23Re;
      const near1Im = im[a]! + cos1 * sum14Im + cos2 * sum23Im;
      const near2Re = re[a]! + cos2 * sum14Re + cos1 * sum23Re;
      const near2Im = im[a]! + cos2 * sum14Im + cos1 * sum23Im;
      const far1Re = sin1 * gap14Re + sin2 * gap23Re;
      const far1Im = sin1 * gap14Im + sin2 * gap23Im;
      const far2Re = sin2 * gap14Re - sin1 * gap23Re;
      const far2Im = sin2 * gap14Im - sin1 * gap23Im;
      toRe[to] = re[a]! + sum14Re + sum23Re;
      toIm[to] = im[a]! + sum14Im + sum23Im;
      turn(toRe, toIm, to + stride, near1Re + far1Im, near1Im - far1Re, twiddles, t);
      turn(toRe, toIm, to + 2 * stride, near2Re + far2Im, near2Im - far2Re, twiddles, t + 2);
      turn(toRe, toIm, to + 3 * stride, near2Re - far2Im, near2Im + far2Re, twiddles, t + 4);
      turn(toRe, toIm, to + 4 * stride, near1Re - far1Im, near1Im + far1Re, twiddles, t + 6);
    }
  }
}

/** Stores a number turned by a twiddle. */
function turn(
  toRe: Float64Array,
  toIm: Float64Array,
  to: number,
  r: number,
  i: number,
  twiddles: Float64Array,
  at: number,
) {
  const c = twiddles[at]!;
  const s = twiddles[at + 1]!;
  toRe[to] = r * c - i * s;
  toIm[to] = r * s + i * c;
}
