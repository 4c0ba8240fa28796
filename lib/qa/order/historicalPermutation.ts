import { blake2b } from "@noble/hashes/blake2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { numpyGenerator } from "./numpyGenerator.ts";

/**
 * The choice order of the historical protocols B and C, bit for bit: shown position to written index. Its seed is the
 * 8-byte BLAKE2b of `base|live|chunk|question`, read little-endian, given to NumPy's default generator.
 *
 * @param liveId the platform's own id of the stream
 * @param chunkIndex 1-based; null where the original could not tell it, which it wrote as `None`
 * @param question `Q1` for the topic, `Q2` for the detail
 * @param base the seed shared by a whole run
 * @param n number of choices; the original had 4, and any other number is what NumPy would have given for it
 * @example
 * historicalPermutation("1000000001", 1, "Q1"); // [0, 3, 1, 2]
 */
export function historicalPermutation(
  liveId: string,
  chunkIndex: number | null,
  question: "Q1" | "Q2",
  base = 20240917,
  n = 4,
): number[] {
  return numpyGenerator(permutationSeed(`${base}|${liveId}|${chunkIndex ?? "None"}|${question}`)).permutation(n);
}

/** The 64-bit seed of a seed text: BLAKE2b with digest length 8 (not a cut of the 64-byte digest), little-endian. */
export function permutationSeed(text: string): bigint {
  const digest = blake2b(utf8ToBytes(text), { dkLen: 8 });
  return new DataView(digest.buffer, digest.byteOffset, 8).getBigUint64(0, true);
}
