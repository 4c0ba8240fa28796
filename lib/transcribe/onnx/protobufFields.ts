/** One field of a protobuf message: its number and its value, bytes where it has a length, else a whole number. */
export type ProtobufField = [number: number, value: Uint8Array | bigint];

/**
 * The fields of a protobuf message, without a schema (Protocol Buffers, "Encoding"). Bytes are views, not copies.
 *
 * @throws RangeError where the bytes end inside a field or a field is of a kind that protobuf does not have
 */
export function protobufFields(bytes: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError(`a field of ${length} bytes at ${at} goes past the end`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError(`a number before ${at} has no end`);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const kind = key & 7;
    if (kind === 0) fields.push([key >>> 3, varint()]);
    else if (kind === 1) fields.push([key >>> 3, take(8)]);
    else if (kind === 2) fields.push([key >>> 3, take(Number(varint()))]);
    else if (kind === 5) fields.push([key >>> 3, take(4)]);
    else throw new RangeError(`a field at ${at} is of the unknown kind ${kind}`);
  }
  return fields;
}
