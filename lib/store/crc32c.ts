/** Reflected polynomial of CRC-32C (Castagnoli; RFC 3720, section 12.1). */
const polynomial = 0x82f63b78;

/** Eight tables of 256: the n-th moves a byte past n more, so that eight bytes are taken at a time (Kounavis and Berry, 2005). */
const table = makeTable();

/** A running CRC-32C. */
export interface Crc32c {
  update(bytes: Uint8Array): void;
  /** Base64 of the four bytes, highest first, as Cloud Storage writes it. */
  base64(): string;
}

/**
 * Starts a CRC-32C, the checksum that Cloud Storage keeps of each object.
 *
 * @example
 * const sum = startCrc32c();
 * sum.update(Buffer.from("123456789"));
 * sum.base64(); // "4waSgw==", E3069283 in hexadecimal
 */
export function startCrc32c(): Crc32c {
  let crc = -1;
  return {
    update: (bytes) => {
      crc = advance(crc, bytes);
    },
    base64: () => {
      const out = Buffer.alloc(4);
      out.writeInt32BE(~crc);
      return out.toString("base64");
    },
  };
}

function advance(start: number, bytes: Uint8Array): number {
  const t = table;
  let crc = start;
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = t[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return crc;
}

function makeTable(): Int32Array {
  const all = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    all[byte] = crc;
  }
  for (let at = 256; at < all.length; at++) all[at] = all[all[at - 256]! & 0xff]! ^ (all[at - 256]! >>> 8);
  return all;
}
