import type { Random } from "#lib/effects/index.ts";
import { drawShare } from "./draws.ts";

/** What a study of two arms on the same questions is made of. */
export interface PairsOptions {
  videos: number;
  /** One number for all videos, or one for each. */
  questionsPerVideo: number | readonly number[];
  /** Mean accuracy of the two arms. */
  accuracy: number;
  /** Accuracy of the first arm minus that of the second. */
  difference: number;
  /** Share of questions that both arms answer alike, whatever they are shown. */
  alike: number;
  /** Intra-class correlation, within a video, of an arm's answers to the other questions; each arm's videos differ apart. */
  intraclassCorrelation: number;
}

/** 1 for a right answer and 0 for a wrong one, by video and question. */
export interface Pairs {
  first: number[][];
  second: number[][];
}

/**
 * The answers of one simulated study under two arms whose true difference is known. What the two arms have in common is
 * `pairsTruth`.
 *
 * @throws RangeError when no accuracy of the other questions gives the difference
 * @example
 * const plan = { videos: 12, questionsPerVideo: 12, accuracy: 0.4, difference: 0.1, alike: 0.3, intraclassCorrelation: 0.1 };
 * simulatePairs({ ...plan, random: seededRandom("study 1") });
 */
export function simulatePairs({ random, ...options }: PairsOptions & { random: Random }): Pairs {
  const { videos, questionsPerVideo, accuracy, alike, intraclassCorrelation } = options;
  const { first, second } = otherAccuracies(options);
  const pairs: Pairs = { first: [], second: [] };
  for (let video = 0; video < videos; video++) {
    const questions = typeof questionsPerVideo === "number" ? questionsPerVideo : questionsPerVideo[video]!;
    const firstHere = drawShare(first, intraclassCorrelation, random);
    const secondHere = drawShare(second, intraclassCorrelation, random);
    const [ownFirst, ownSecond]: [number[], number[]] = [[], []];
    for (let question = 0; question < questions; question++) {
      const isAlike = random.next() < alike;
      const right = Number(random.next() < (isAlike ? accuracy : firstHere));
      ownFirst.push(right);
      ownSecond.push(isAlike ? right : Number(random.next() < secondHere));
    }
    pairs.first.push(ownFirst);
    pairs.second.push(ownSecond);
  }
  return pairs;
}

/** What a study made with these options has, as the planning of a study asks for it. */
export interface PairsTruth {
  accuracy: number;
  /** Intra-class correlation of a question's difference between the arms, within a video. */
  intraclassCorrelation: number;
  /** Correlation of the two arms' answers to one question. */
  armCorrelation: number;
}

/**
 * The correlations that `simulatePairs` has with these options, from its definition: a share c of questions is alike, the
 * others are answered apart with accuracies p and q, so that the covariance of the arms is c a + (1 - c) p q less the product
 * of their accuracies, and that of two differences of one video (1 - c)^2 icc (p (1 - p) + q (1 - q)).
 */
export function pairsTruth(options: PairsOptions): PairsTruth {
  const { accuracy, difference, alike, intraclassCorrelation } = options;
  const { first, second } = otherAccuracies(options);
  const spread = (p: number) => p * (1 - p);
  const [high, low] = [accuracy + difference / 2, accuracy - difference / 2];
  const covariance = alike * accuracy + (1 - alike) * first * second - high * low;
  const variance = (1 - alike) * (first * (1 - second) + second * (1 - first)) - difference ** 2;
  const together = (1 - alike) ** 2 * intraclassCorrelation * (spread(first) + spread(second));
  return {
    accuracy,
    intraclassCorrelation: together / variance,
    armCorrelation: covariance / Math.sqrt(spread(high) * spread(low)),
  };
}

/** Accuracies of the two arms on the questions that they do not answer alike. */
function otherAccuracies({ accuracy, difference, alike }: PairsOptions): { first: number; second: number } {
  const half = difference / 2 / (1 - alike);
  const [first, second] = [accuracy + half, accuracy - half];
  const isShare = (share: number) => share >= 0 && share <= 1;
  if (!isShare(first) || !isShare(second))
    throw new RangeError(
      `simulatePairs: arms of mean accuracy ${accuracy} with a share of ${alike} alike cannot differ by ${difference}`,
    );
  return { first, second };
}
