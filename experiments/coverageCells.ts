import { seededRandom } from "#lib/effects/index.ts";
import { simulateOutcomes, trueAccuracy } from "#lib/simulate/index.ts";
import type { Clusters } from "#lib/stats/index.ts";
import type { IntervalMethod } from "./intervalMethods.ts";

/** What is simulated: a cell for each combination, `studies` for each seed. */
export interface CoverageOptions {
  videos: readonly number[];
  intraclassCorrelations: readonly number[];
  accuracies: readonly number[];
  methods: readonly IntervalMethod[];
  seeds: readonly number[];
  studies: number;
}

/** How a method did in one cell, over the studies of one seed; `width` is the sum over studies that have an interval. */
export interface CoverageCell {
  videos: number;
  intraclassCorrelation: number;
  accuracy: number;
  method: string;
  seed: number;
  studies: number;
  covered: number;
  tooLow: number;
  tooHigh: number;
  none: number;
  width: number;
}

/** Streams differ in length: of three videos one has half as many questions as the middle one, and one half as many again. */
export const questionsOfVideos = [6, 12, 18] as const;

/**
 * Simulated studies whose truth is known, and whether each method's interval holds it. All methods see the same studies.
 *
 * Counts are the same on every machine although logarithms and powers are not always: an interval is a function of whole
 * numbers, and one that ends within the last bits of the truth would have to flip. Log, exp and pow of V8 are its own port of
 * fdlibm besides, and not those of the system.
 */
export function coverageCells(options: CoverageOptions): CoverageCell[] {
  const { videos, intraclassCorrelations, accuracies, seeds } = options;
  return videos.flatMap((count) =>
    intraclassCorrelations.flatMap((intraclassCorrelation) =>
      accuracies.flatMap((accuracy) =>
        seeds.flatMap((seed) => runCell(options, { videos: count, intraclassCorrelation, accuracy, seed })),
      ),
    ),
  );
}

function runCell(
  { methods, studies }: CoverageOptions,
  cell: Pick<CoverageCell, "videos" | "intraclassCorrelation" | "accuracy" | "seed">,
): CoverageCell[] {
  const { videos, intraclassCorrelation, accuracy, seed } = cell;
  const random = seededRandom(`coverage|${seed}|${videos}|${intraclassCorrelation}|${accuracy}`);
  const uniform = sharedUniform(`coverage|${seed}|resamples`);
  const questionsPerVideo = Array.from({ length: videos }, (_, v) => questionsOfVideos[v % questionsOfVideos.length]!);
  // No lucky guesses: what is leaked is what is right, and its intra-class correlation is that of right answers.
  const choices = Number.POSITIVE_INFINITY;
  const truth = trueAccuracy(accuracy, choices);
  const found = methods.map(({ name }) => ({
    ...{ ...cell, method: name, studies },
    ...{ covered: 0, tooLow: 0, tooHigh: 0, none: 0, width: 0 },
  }));
  for (let study = 0; study < studies; study++) {
    const { correct } = simulateOutcomes({
      ...{ videos, questionsPerVideo, leak: accuracy, choices, intraclassCorrelation, random },
    });
    const clusters = inVideos(correct, questionsPerVideo);
    methods.forEach((method, m) => {
      const { low, high } = method.of(clusters, uniform);
      const tally = found[m]!;
      if (low === null || high === null) {
        tally.none++;
        return;
      }
      if (high < truth) tally.tooLow++;
      else if (low > truth) tally.tooHigh++;
      else tally.covered++;
      tally.width += high - low;
    });
  }
  return found;
}

function inVideos(correct: Uint8Array, questionsPerVideo: readonly number[]): Clusters {
  let from = 0;
  return questionsPerVideo.map((questions) => {
    const video = Array.from(correct.subarray(from, from + questions));
    from += questions;
    return video;
  });
}

const shared = 2 ** 17;

/**
 * The same numbers again and again: resamples are shared between studies, which are a hundred times quicker to resample so,
 * and no study has its own weights in sight of its neighbours'.
 */
function sharedUniform(seed: string): () => number {
  const { next } = seededRandom(seed);
  const numbers = Float64Array.from({ length: shared }, next);
  let at = 0;
  return () => {
    at = (at + 1) % shared;
    return numbers[at]!;
  };
}
