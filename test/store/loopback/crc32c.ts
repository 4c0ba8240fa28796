const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli, RFC 3720 B.4) of bytes, as the service writes it: base64 of four bytes, highest first. */
export function crc32c(bytes: Uint8Array): string {
  let value = -1;
  for (let i = 0; i < bytes.length; i++) value = table[(value ^ bytes[i]!) & 0xff]! ^ (value >>> 8);
  const out = Buffer.alloc(4);
  out.writeInt32BE(~value);
  return out.toString("base64");
}
