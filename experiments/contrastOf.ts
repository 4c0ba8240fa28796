import type { Interval } from "#lib/stats/index.ts";
import { pairedDifference } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import type { Pair } from "./pairItems.ts";

/** The mean difference of some pairs with its interval over videos. */
export function contrastOf(pairs: readonly Pair[]): Interval {
  return pairedDifference(byVideo(pairs, ({ first, second }) => first - second));
}

/**
 * What a difference of a varied study was computed from, one row a video. Its questions go without their names: those of a
 * variation are named like the study's own, and are others.
 */
export function sourcesOf(study: string, against: string, pairs: readonly Pair[]): unknown[] {
  const videos = [...new Set(pairs.map(({ video }) => video))];
  return videos.map((video) => {
    const own = pairs.filter((pair) => pair.video === video);
    const sum = (of: (pair: Pair) => number) => Number(own.reduce((total, pair) => total + of(pair), 0).toFixed(6));
    return {
      study,
      against,
      video,
      questions: own.length,
      right: sum((p) => p.first),
      rightAgainst: sum((p) => p.second),
    };
  });
}
