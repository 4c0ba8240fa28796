import { seededRandom } from "#lib/effects/index.ts";

/** A small study for oracles: 2 to 12 videos of 1 to 15 right or wrong answers, with a rate of its own for each video. */
export function seededClusters(seed: string): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: 2 + random.below(11) }, () => {
    const rate = random.next();
    return Array.from({ length: 1 + random.below(15) }, () => (random.next() < rate ? 1 : 0));
  });
}
