/** What a field of a message may hold: a whole number that is not negative, text, bytes, or messages already written. */
export type ProtobufValue = number | string | Uint8Array;

/** A protobuf message of these fields, in their order; a field that repeats is named repeatedly. */
export function protobufMessage(fields: readonly (readonly [number, ProtobufValue])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (typeof value === "number") parts.push(varint(number * 8), varint(value));
    else {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      parts.push(varint(number * 8 + 2), varint(bytes.length), bytes);
    }
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
