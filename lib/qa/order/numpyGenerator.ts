import { seedSequence } from "./seedSequence.ts";

/** The draws of one NumPy generator, in sequence. */
export interface NumpyGenerator {
  /** The next 64-bit output of PCG64. */
  uint64(): bigint;
  /** The next 32-bit draw: the low half of an output, then its high half. */
  uint32(): number;
  /** `Generator.permutation(n)`: 0 to n - 1 in a new order. */
  permutation(n: number): number[];
}

const mask64 = (1n << 64n) - 1n;
const mask128 = (1n << 128n) - 1n;
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/**
 * `numpy.random.default_rng(seed)` bit for bit: PCG64 (XSL-RR 128/64; O'Neill 2014) seeded by SeedSequence, and its shuffle
 * by masked rejection.
 *
 * @param seed 0 to 2^64 - 1
 * @throws RangeError for any other seed
 * @example
 * numpyGenerator(42n).permutation(4); // [3, 2, 1, 0]
 */
export function numpyGenerator(seed: bigint): NumpyGenerator {
  const words = seedSequence(seed);
  const word64 = (k: number) => BigInt(words[2 * k]!) | (BigInt(words[2 * k + 1]!) << 32n);
  const increment = ((((word64(2) << 64n) | word64(3)) << 1n) | 1n) & mask128;
  let state = 0n;
  const step = () => {
    state = (state * multiplier + increment) & mask128;
  };
  step();
  state = (state + ((word64(0) << 64n) | word64(1))) & mask128;
  step();

  const uint64 = () => {
    step();
    const folded = (state >> 64n) ^ (state & mask64);
    const turn = state >> 122n;
    return ((folded >> turn) | (folded << (64n - turn))) & mask64;
  };

  let kept: number | null = null;
  const uint32 = () => {
    if (kept !== null) {
      const high = kept;
      kept = null;
      return high;
    }
    const output = uint64();
    kept = Number(output >> 32n);
    return Number(output & 0xffffffffn);
  };

  return {
    uint64,
    uint32,
    permutation: (n) => {
      const items = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const mask = 0xffffffff >>> Math.clz32(i);
        let j = (uint32() & mask) >>> 0;
        while (j > i) j = (uint32() & mask) >>> 0;
        [items[i], items[j]] = [items[j]!, items[i]!];
      }
      return items;
    },
  };
}
