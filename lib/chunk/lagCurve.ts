import { firstFrom } from "./firstFrom.ts";
import type { TermMentions } from "./termMentions.ts";
import type { Window } from "./window.ts";

/** Width of a bin of the curve. */
export const lagBinMs = 500;
/** Half widths in bins: of the triangle that smooths (5 s) and of the neighbourhood it is compared with (60 s). */
const kernelBins = 10;
const baseBins = 120;
const maxPairs = 20_000;
const repeatWithinMs = 60_000;

/** One term's mentions on the clock of the stretches laid end to end, in ascending order. */
export interface PlacedTerm {
  spokenMs: number[];
  typedMs: number[];
  /** log(1 + 50 / times spoken): the weight of a Poisson log-likelihood ratio, by which a word said once counts most. */
  weight: number;
}

/**
 * The shared terms within some stretches of a stream, and the length of these laid end to end. An author who types a term
 * again within a minute counts once, so that pasted lines do not outweigh a hundred viewers.
 */
export function placeTerms(
  mentions: readonly TermMentions[],
  stretches: readonly Pick<Window, "startMs" | "endMs">[],
): { terms: PlacedTerm[]; lengthMs: number } {
  const sorted = stretches.slice().sort((a, b) => a.startMs - b.startMs);
  const lengthMs = sorted.reduce((sum, each) => sum + each.endMs - each.startMs, 0);
  const place = (ms: number) => {
    let beforeMs = 0;
    for (const { startMs, endMs } of sorted) {
      if (ms < startMs) return null;
      if (ms < endMs) return beforeMs + ms - startMs;
      beforeMs += endMs - startMs;
    }
    return null;
  };
  const terms: PlacedTerm[] = [];
  for (const mention of mentions) {
    // Mentions ascend, and so do their places: nothing has to be sorted for each window again.
    const spokenMs: number[] = [];
    for (const atMs of mention.spokenMs) {
      const ms = place(atMs);
      if (ms !== null) spokenMs.push(ms);
    }
    const typedMs: number[] = [];
    const countedMs = new Map<string, number>();
    for (const { atMs, author } of mention.typed) {
      const ms = place(atMs);
      if (ms === null || ms - (countedMs.get(author) ?? Number.NEGATIVE_INFINITY) <= repeatWithinMs) continue;
      countedMs.set(author, ms);
      typedMs.push(ms);
    }
    const pairs = spokenMs.length * typedMs.length;
    if (pairs > 0 && pairs <= maxPairs) terms.push({ spokenMs, typedMs, weight: Math.log(1 + 50 / spokenMs.length) });
  }
  return { terms, lengthMs };
}

/** Sums over pairs of a spoken and a typed mention by their delay, modulo the length: weights, and weights squared. */
export interface PairSums {
  weight: Float64Array;
  square: Float64Array;
  pairs: number;
}

/**
 * Counts pairs at every delay round the circle, or, given `near`, only at delays within so many bins, with the typed
 * mentions of each term at other times; these sums take the place of those in `near.into`.
 */
export function sumPairs(
  terms: readonly PlacedTerm[],
  lengthMs: number,
  near?: { fromBin: number; toBin: number; movedMs: readonly Float64Array[]; into: PairSums },
): PairSums {
  const bins = Math.max(1, Math.floor(lengthMs / lagBinMs));
  const sums = near?.into ?? { weight: new Float64Array(bins), square: new Float64Array(bins), pairs: 0 };
  const weights = sums.weight.fill(0);
  const squares = sums.square.fill(0);
  sums.pairs = 0;
  const longestMs = near ? (near.toBin + baseBins + 1) * lagBinMs : Number.POSITIVE_INFINITY;
  const shortestMs = near ? (near.fromBin - baseBins) * lagBinMs : Number.NEGATIVE_INFINITY;
  for (const [t, { spokenMs, typedMs, weight }] of terms.entries()) {
    const square = weight * weight;
    const times = near ? near.movedMs[t]! : typedMs;
    for (let j = 0; j < times.length; j++) {
      const ms = times[j]!;
      for (let i = firstFrom(spokenMs, ms - longestMs); i < spokenMs.length; i++) {
        const delayMs = ms - spokenMs[i]!;
        if (delayMs < shortestMs) break;
        const at = roundCircle(Math.floor(delayMs / lagBinMs), bins);
        weights[at]! += weight;
        squares[at]! += square;
        sums.pairs++;
      }
    }
  }
  return sums;
}

/**
 * How far the smoothed sum at each delay from `fromBin` to `toBin` stands above its neighbourhood of a minute on both
 * sides, in standard deviations of a sum of independent pairs; so a topic of minutes, which speech and chat share, makes
 * no peak. `floorSquare` keeps an empty neighbourhood from making one.
 */
export function peakScores(sums: PairSums, fromBin: number, toBin: number, floorSquare: number): Float64Array {
  const { weight, square } = sums;
  const bins = weight.length;
  const wrap = (bin: number) => roundCircle(bin, bins);
  const width = 2 * baseBins + 1;
  let baseWeight = 0;
  let baseSquare = 0;
  for (let k = -baseBins; k <= baseBins; k++) {
    baseWeight += weight[wrap(fromBin + k)]!;
    baseSquare += square[wrap(fromBin + k)]!;
  }
  const scores = new Float64Array(toBin - fromBin + 1);
  for (let bin = fromBin; bin <= toBin; bin++) {
    let sum = 0;
    let sumK = 0;
    let sumK2 = 0;
    for (let k = -kernelBins; k <= kernelBins; k++) {
      const kernel = 1 - Math.abs(k) / (kernelBins + 1);
      sum += kernel * weight[wrap(bin + k)]!;
      sumK += kernel;
      sumK2 += kernel * kernel;
    }
    const variance = sumK2 * Math.max(baseSquare / width, floorSquare);
    scores[bin - fromBin] = variance === 0 ? 0 : (sum - (sumK * baseWeight) / width) / Math.sqrt(variance);
    baseWeight += weight[wrap(bin + baseBins + 1)]! - weight[wrap(bin - baseBins)]!;
    baseSquare += square[wrap(bin + baseBins + 1)]! - square[wrap(bin - baseBins)]!;
  }
  return scores;
}

/** A bin's remainder; those asked for are hardly outside, and a division would cost more than all the rest. */
function roundCircle(bin: number, bins: number): number {
  let at = bin;
  while (at < 0) at += bins;
  while (at >= bins) at -= bins;
  return at;
}
