const wordsPerHash = 4;
const partitions = 64;
const firstSlots = 64;

/**
 * A set of 128-bit hashes in typed arrays with open addressing: 23 to 46 bytes for each, where a set of strings takes
 * hundreds. It grows by one of 64 parts at a time, so that growing needs little memory beside the set itself.
 */
export class HashSet128 {
  size = 0;
  readonly #tables: Uint32Array[] = [];
  readonly #sizes = new Uint32Array(partitions);

  /** Adds a hash given as four 32-bit words; false when it was there. */
  add(a: number, b: number, c: number, d: number): boolean {
    // An empty slot is all zero, so no hash may be.
    if ((a | b | c | d) === 0) d = 1;
    const part = a >>> 26;
    const table = this.#tables[part] ?? this.#grow(part);
    if (!insert(table, a >>> 0, b >>> 0, c >>> 0, d >>> 0)) return false;
    this.size++;
    const size = ++this.#sizes[part]!;
    if (size * wordsPerHash * 10 > table.length * 7) this.#grow(part);
    return true;
  }

  #grow(part: number): Uint32Array {
    const old = this.#tables[part];
    const grown = new Uint32Array(old ? old.length * 2 : firstSlots * wordsPerHash);
    if (old)
      for (let at = 0; at < old.length; at += wordsPerHash)
        if (old[at]! | old[at + 1]! | old[at + 2]! | old[at + 3]!)
          insert(grown, old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
    this.#tables[part] = grown;
    return grown;
  }
}

function insert(table: Uint32Array, a: number, b: number, c: number, d: number): boolean {
  const mask = table.length / wordsPerHash - 1;
  for (let slot = b & mask; ; slot = (slot + 1) & mask) {
    const at = slot * wordsPerHash;
    const [p, q, r, s] = [table[at]!, table[at + 1]!, table[at + 2]!, table[at + 3]!];
    if (p === a && q === b && r === c && s === d) return false;
    if ((p | q | r | s) !== 0) continue;
    table[at] = a;
    table[at + 1] = b;
    table[at + 2] = c;
    table[at + 3] = d;
    return true;
  }
}

/** Four 32-bit words. */
export type Hash128 = readonly [number, number, number, number];

/** The 128 bits of a digest in latin1, or of any text of that length, from byte `at` on. */
export function hash128(digest: string, at = 0): Hash128 {
  return [wordAt(digest, at), wordAt(digest, at + 4), wordAt(digest, at + 8), wordAt(digest, at + 12)];
}

function wordAt(digest: string, at: number): number {
  return (
    digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)
  );
}
