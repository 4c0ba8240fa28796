import { isUtf8 } from "node:buffer";
import { count, type ReadReport } from "./contract.ts";

type Encoding = "utf8" | "utf16le" | "utf16be";

const replacement = Buffer.from("\uFFFD");
const nothing = Buffer.alloc(0);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Pieces of UTF-8, UTF-16LE or UTF-16BE as pieces of UTF-8 cut between characters. The encoding is known by its
 * byte-order mark, which is taken off, or by where the NUL bytes of the first piece lie. Broken characters become U+FFFD
 * and are counted (`invalid-utf8`, `invalid-utf16`), NUL is counted (`nul-byte`) and removed, since no text or JSON holds one.
 * Where the first piece has CR and no LF, its lines end as on the Macs of old, and each CR becomes LF.
 */
export async function* decodeToUtf8(pieces: AsyncIterable<Uint8Array>, report: ReadReport): AsyncGenerator<Uint8Array> {
  let encoding: Encoding | undefined;
  let held: Buffer = nothing;
  let endsByCr: boolean | undefined;
  const text = (bytes: Buffer, from: Encoding): Buffer => {
    const converted = convert(bytes, from, report);
    endsByCr ??= converted.includes(carriageReturn) && !converted.includes(lineFeed);
    return endsByCr ? Buffer.from(converted.map((byte) => (byte === carriageReturn ? lineFeed : byte))) : converted;
  };
  for await (const piece of pieces) {
    let bytes = held.length > 0 ? Buffer.concat([held, piece]) : asBuffer(piece);
    if (encoding === undefined) {
      const found = detect(bytes);
      encoding = found.encoding;
      bytes = bytes.subarray(found.markBytes);
    }
    const end = encoding === "utf8" ? wholeUtf8(bytes) : wholeUtf16(bytes, encoding);
    held = bytes.subarray(end);
    if (end > 0) yield text(bytes.subarray(0, end), encoding);
  }
  if (held.length > 0) yield text(held, encoding ?? "utf8");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function detect(head: Buffer): { encoding: Encoding; markBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf8", markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf16le", markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf16be", markBytes: 2 };
  // The stamps and punctuation of any log are ASCII, so UTF-16 has many NULs, all on one side of its pairs.
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  const many = Math.max(2, pairs / 10);
  if (odd >= many && odd > 10 * even) return { encoding: "utf16le", markBytes: 0 };
  if (even >= many && even > 10 * odd) return { encoding: "utf16be", markBytes: 0 };
  return { encoding: "utf8", markBytes: 0 };
}

/** Where the last character that is whole ends. */
function wholeUtf8(bytes: Buffer): number {
  const length = bytes.length;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte < 0xc0) continue;
    const needs = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return needs > back ? length - back : length;
  }
  return length;
}

function wholeUtf16(bytes: Buffer, encoding: Encoding): number {
  const end = bytes.length - (bytes.length % 2);
  if (end < 2) return 0;
  const high = bytes[end - (encoding === "utf16le" ? 1 : 2)]!;
  return (high & 0xfc) === 0xd8 ? end - 2 : end;
}

function convert(bytes: Buffer, encoding: Encoding, report: ReadReport): Buffer {
  return withoutNul(encoding === "utf8" ? validUtf8(bytes, report) : fromUtf16(bytes, encoding, report), report);
}

function validUtf8(bytes: Buffer, report: ReadReport): Buffer {
  if (isUtf8(bytes)) return bytes;
  const repaired = Buffer.from(bytes.toString("utf8"));
  count(report.skipped, "invalid-utf8", occurrences(repaired, replacement) - occurrences(bytes, replacement));
  return repaired;
}

function fromUtf16(bytes: Buffer, encoding: Encoding, report: ReadReport): Buffer {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const text = (encoding === "utf16le" ? even : Buffer.from(even).swap16()).toString("utf16le");
  const broken = (text.match(/\p{Surrogate}/gu)?.length ?? 0) + (bytes.length % 2);
  if (broken > 0) count(report.skipped, "invalid-utf16", broken);
  return Buffer.from(bytes.length % 2 === 0 ? text : `${text}\uFFFD`);
}

function withoutNul(bytes: Buffer, report: ReadReport): Buffer {
  if (bytes.indexOf(0) === -1) return bytes;
  const kept = Buffer.from(bytes.filter((byte) => byte !== 0));
  count(report.skipped, "nul-byte", bytes.length - kept.length);
  return kept;
}

function occurrences(bytes: Buffer, pattern: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + pattern.length)) found++;
  return found;
}
