import { seededRandom } from "#lib/effects/index.ts";
import type { Language } from "#lib/text/index.ts";
import { lagBinMs, type PlacedTerm, peakScores, placeTerms, sumPairs } from "./lagCurve.ts";
import { type Spoken, type TermMentions, type Typed, termMentions } from "./termMentions.ts";
import type { Window } from "./window.ts";

/** The lags that are looked for, in milliseconds. */
export const earliestLagMs = -3000;
export const latestLagMs = 40_000;
/** Messages are moved within blocks of this length to see whether seconds matter. */
const jitterMs = 30_000;
const jitters = 199;
const shiftLevel = 0.05;
/** Lower, because a shared topic is not quite even within half a minute; measured on streams that share topics alone. */
const jitterLevel = 0.03;
/** A month: the delays of a longer stream do not fit into memory. */
const longestMs = 31 * 86_400_000;
/** So many stretches of the length of the search must fit into what may be used, or the shifts say nothing. */
const fewestShifts = 20;

/** A lag, or null and why there is none; `score` is the height of the peak in standard deviations. */
export interface LagEstimate {
  lagMs: number | null;
  reason?: string;
  score: number;
  /** Share of circular shifts of the chat whose peak is as high. */
  pShift: number;
  /** Share of copies with each message moved within its half minute whose peak is as high; null when not asked. */
  pJitter: number | null;
  /** Pairs of a spoken and a typed mention of one term, at any delay. */
  pairs: number;
}

export interface LagInput {
  messages: readonly Typed[];
  utterances: readonly Spoken[];
  seed: string;
  language?: Language;
  /** What may be used of the stream; all of it when absent. */
  stretches?: readonly Pick<Window, "startMs" | "endMs">[];
}

/**
 * How long after speech the chat answers it, or null when that cannot be told.
 *
 * Chat rate and speech activity say little of it; what tells the lag is that viewers type the words they have just heard.
 * So the delays from each spoken to each typed mention of a term are summed up, rare terms first (a cross-correlation
 * summed over terms), and the highest peak from -3 to 40 s is taken. It counts only when it beats 95 % of all
 * circular shifts of the chat, and 97 % of copies in which every message is moved at random within its half minute
 * (interval jitter: Amarasingham et al. 2012, J Neurophysiol 107:517), and does not lie at an edge of the search. The
 * second test is there because chat and speech share topics for minutes: that alone beats the shifts, but says nothing
 * of seconds. All shifts are tried, so only the copies need the seed.
 *
 * @example
 * const { lagMs, reason } = estimateLag({ messages, utterances, seed: "video-1" });
 */
export function estimateLag(input: LagInput): LagEstimate {
  const { messages, utterances, language, seed } = input;
  const lastMs = Math.max(0, ...[messages.map((m) => m.atMs), utterances.map((u) => u.startMs)].map(largest));
  const stretches = input.stretches ?? [{ startMs: 0, endMs: lastMs + 1 }];
  return lagOfMentions(termMentions(messages, utterances, language), stretches, seed);
}

/** The same from mentions that are known already. */
export function lagOfMentions(
  mentions: readonly TermMentions[],
  stretches: readonly Pick<Window, "startMs" | "endMs">[],
  seed: string,
): LagEstimate {
  const { terms, lengthMs } = placeTerms(mentions, stretches);
  const fromBin = Math.floor(earliestLagMs / lagBinMs);
  const toBin = Math.floor(latestLagMs / lagBinMs);
  const span = toBin - fromBin + 1;
  const none = { lagMs: null, score: 0, pShift: 1, pJitter: null, pairs: 0 };
  const bins = Math.floor(lengthMs / lagBinMs);
  if (bins < span * fewestShifts) {
    const seconds = Math.ceil((span * fewestShifts * lagBinMs) / 1000);
    return { ...none, reason: `too short: ${Math.floor(lengthMs / 1000)} s may be used, a test needs ${seconds} s` };
  }
  if (lengthMs > longestMs)
    return { ...none, reason: `too long: a test can be made of ${longestMs / 86_400_000} days, here are more` };
  const sums = sumPairs(terms, lengthMs);
  if (sums.pairs === 0) return { ...none, reason: "speech and chat share no word" };
  const floorSquare = sums.square.reduce((sum, value) => sum + value, 0) / bins;
  const circle = peakScores(sums, fromBin, fromBin + bins - 1, floorSquare);
  const best = argmax(circle, 0, span);
  const score = circle[best]!;

  let higher = 0;
  let shifts = 0;
  for (let start = span; start + span <= bins; start++, shifts++)
    if (circle[argmax(circle, start, start + span)]! >= score) higher++;
  const pShift = (1 + higher) / (1 + shifts);
  const found = { lagMs: null, score, pShift, pJitter: null, pairs: sums.pairs };
  if (pShift > shiftLevel)
    return { ...found, reason: `${percent(pShift)} of circular shifts of the chat have as high a peak` };
  // What rises towards an edge has its peak outside: a streamer who reads chat out follows it, and makes one below -3 s.
  if (best === 0 || best === span - 1)
    return { ...found, reason: "the curve rises towards a lag outside of -3 to 40 s" };
  const pJitter = jitterShare(terms, lengthMs, { fromBin, toBin, floorSquare, score }, seed);
  if (pJitter > jitterLevel)
    return {
      ...found,
      pJitter,
      reason: `${percent(pJitter)} of copies moved within half a minute have as high a peak`,
    };
  return { ...found, pJitter, lagMs: Math.round((fromBin + best + 0.5) * lagBinMs) };
}

function jitterShare(
  terms: readonly PlacedTerm[],
  lengthMs: number,
  peak: { fromBin: number; toBin: number; floorSquare: number; score: number },
  seed: string,
): number {
  const random = seededRandom(`${seed}|lag`);
  // Messages are told by their times; all mentions in one message move together.
  const places = new Map<number, number>();
  for (const { typedMs } of terms) for (const ms of typedMs) if (!places.has(ms)) places.set(ms, places.size);
  const blocks = Float64Array.from(places.keys(), (ms) => Math.floor(ms / jitterMs) * jitterMs);
  const placesOf = terms.map(({ typedMs }) => Int32Array.from(typedMs, (ms) => places.get(ms)!));
  const movedMs = terms.map(({ typedMs }) => new Float64Array(typedMs.length));
  const to = new Float64Array(blocks.length);
  const into = sumPairs([], lengthMs);
  let higher = 0;
  for (let copy = 0; copy < jitters; copy++) {
    for (let place = 0; place < to.length; place++) to[place] = blocks[place]! + random.next() * jitterMs;
    for (let t = 0; t < terms.length; t++)
      for (let j = 0; j < placesOf[t]!.length; j++) movedMs[t]![j] = to[placesOf[t]![j]!]!;
    const sums = sumPairs(terms, lengthMs, { fromBin: peak.fromBin, toBin: peak.toBin, movedMs, into });
    const scores = peakScores(sums, peak.fromBin, peak.toBin, peak.floorSquare);
    if (scores[argmax(scores, 0, scores.length)]! >= peak.score) higher++;
  }
  return (1 + higher) / (1 + jitters);
}

function argmax(values: Float64Array, from: number, to: number): number {
  let best = from;
  for (let i = from + 1; i < to; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function largest(values: readonly number[]): number {
  return values.reduce((max, value) => Math.max(max, value), 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
