const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

const opens = (byte: number) => byte === 0x7b || byte === 0x5b;
const closes = (byte: number) => byte === 0x7d || byte === 0x5d;

/** True for the white space of JSON. */
export const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Finds where a JSON value ends by its quotes and brackets alone, without parsing it; it may be fed in pieces. Whether
 * the value is well formed is for JSON.parse to say.
 */
export class JsonScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #started = false;

  /** The index after the value in `bytes`, or -1 when it goes on after them. */
  scan(bytes: Uint8Array, from: number): number {
    const length = bytes.length;
    let at = from;
    let depth = this.#depth;
    let inString = this.#inString;
    let started = this.#started;
    if (this.#escaped) at++;
    while (at < length) {
      const byte = bytes[at]!;
      if (inString) {
        if (byte === quote) {
          inString = false;
          if (depth === 0) return at + 1;
        } else if (byte === backslash) at++;
      } else if (byte === quote) inString = true;
      else if (opens(byte)) depth++;
      else if (closes(byte)) {
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
      } else if (depth === 0 && (byte === comma || (started && isBlank(byte)))) return at;
      started = true;
      at++;
    }
    this.#escaped = at > length;
    this.#depth = depth;
    this.#inString = inString;
    this.#started = started;
    return -1;
  }
}

/** A cut between two elements: the bytes around a comma, and where in them the comma is. */
export interface Boundary {
  bytes: Uint8Array;
  commaAt: number;
}

/**
 * The bytes that part two neighbouring objects of an array, e.g. `}},{"_id":`: up to two closing brackets, the comma and
 * the first key. Elements that one program wrote repeat them. Undefined where the next element is no object.
 *
 * @param end the index after the first element
 * @param next the index of the second
 */
export function boundaryBetween(bytes: Uint8Array, end: number, next: number): Boundary | undefined {
  let start = end;
  for (let closers = 0; start > 0 && closers <= 2; start--) {
    const byte = bytes[start - 1]!;
    if (closes(byte)) closers++;
    else if (!isBlank(byte)) break;
    if (closers > 2) break;
  }
  const key = /^\{\s*"[^"\\]{1,64}"\s*:/.exec(Buffer.from(bytes.subarray(next, next + 256)).toString("latin1"));
  const commaAt = bytes.indexOf(comma, end) - start;
  return key ? { bytes: bytes.slice(start, next + key[0].length), commaAt } : undefined;
}
