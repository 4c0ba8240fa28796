import seedrandom from "seedrandom";

/** A seeded source of random numbers; the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform on [0, 1). */
  next(): number;
  /** Uniform integer from 0 to `bound` - 1. */
  below(bound: number): number;
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** One item; throws RangeError on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** Standard normal by the polar form of Box and Muller. */
  normal(): number;
}

/**
 * Random numbers from a text seed (ARC4 of the seedrandom package).
 *
 * @example
 * const random = seededRandom("sample|1");
 * random.below(6);
 */
export function seededRandom(seed: string): Random {
  const next = seedrandom(seed);
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next: () => next(),
    below,
    shuffle: (items) => {
      const out = items.slice();
      for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
    pick: (items) => {
      if (items.length === 0) throw new RangeError("pick: the list is empty");
      return items[below(items.length)]!;
    },
    normal: () => {
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
  };
}
