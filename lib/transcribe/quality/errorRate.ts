import { seededRandom } from "#lib/effects/index.ts";
import { clusterRatio, countEdits, type EditCounts, type Interval } from "#lib/stats/index.ts";
import { type ErrorUnit, errorUnit, errorUnits } from "./errorUnits.ts";

/** What was said and what a recogniser heard of it, in one video or one part of it. */
export interface HeardText {
  /** Names what is resampled as one: a video, or for the interval of one video a line of it. */
  cluster: string;
  said: string;
  heard: string;
}

/** A word or character error rate: errors to what was said, with its counts. */
export interface ErrorRate {
  unit: ErrorUnit;
  counts: EditCounts;
  rate: Interval;
}

/**
 * Word error rate, or character error rate where the language asks for it: replaced, left out and put in, to what was said,
 * with a bootstrap interval that resamples clusters (Bisani and Ney 2004, ICASSP 1:409). It may be above 1.
 *
 * @param language by whose rules both texts are normalised, see `errorUnits`
 * @param seed of the interval
 * @example
 * errorRate([{ cluster: "a", said: "It's a test", heard: "it is a text" }], { language: "en", seed: "1" }).rate.value; // => 0.25
 */
export function errorRate(texts: readonly HeardText[], options: { language: string; seed: string }): ErrorRate {
  const counts: EditCounts = { hits: 0, substitutions: 0, deletions: 0, insertions: 0 };
  const clusters = new Map<string, { part: number; whole: number }>();
  for (const { cluster, said, heard } of texts) {
    const found = countEdits(errorUnits(said, options.language), errorUnits(heard, options.language));
    const sum = clusters.get(cluster) ?? { part: 0, whole: 0 };
    sum.part += found.substitutions + found.deletions + found.insertions;
    sum.whole += found.hits + found.substitutions + found.deletions;
    clusters.set(cluster, sum);
    counts.hits += found.hits;
    counts.substitutions += found.substitutions;
    counts.deletions += found.deletions;
    counts.insertions += found.insertions;
  }
  const rate = clusterRatio([...clusters.values()], seededRandom(`${options.seed}|errorRate`).next);
  return { unit: errorUnit(options.language), counts, rate };
}
