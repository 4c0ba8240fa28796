const mask32 = 0xffffffff;

/**
 * NumPy's SeedSequence on one 64-bit seed: eight 32-bit words, which seed its PCG64 (numpy/random/bit_generator.pyx, after
 * O'Neill's seed_seq_fe).
 *
 * @param seed 0 to 2^64 - 1
 * @throws RangeError for any other seed, since NumPy would spread it over a different pool
 */
export function seedSequence(seed: bigint): Uint32Array {
  if (seed < 0n || seed >= 1n << 64n) throw new RangeError(`seedSequence: expected 0 to 2^64 - 1, found ${seed}`);
  const pool = new Uint32Array([Number(seed & 0xffffffffn), Number(seed >> 32n), 0, 0]);

  let hash = 0x43b0d7e5;
  const hashmix = (value: number) => {
    const mixed = value ^ hash;
    hash = Math.imul(hash, 0x931e8875);
    return fold(Math.imul(mixed, hash));
  };
  for (let i = 0; i < 4; i++) pool[i] = hashmix(pool[i]!);
  for (let from = 0; from < 4; from++)
    for (let to = 0; to < 4; to++) if (to !== from) pool[to] = mix(pool[to]!, hashmix(pool[from]!));

  const words = new Uint32Array(8);
  let outHash = 0x8b51f9dd;
  for (let k = 0; k < 8; k++) {
    const mixed = pool[k % 4]! ^ outHash;
    outHash = Math.imul(outHash, 0x58f38ded);
    words[k] = fold(Math.imul(mixed, outHash));
  }
  return words;
}

function mix(x: number, y: number): number {
  return fold((Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) & mask32);
}

function fold(value: number): number {
  return (value ^ (value >>> 16)) >>> 0;
}
