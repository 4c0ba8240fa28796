import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { BundleAbout, BundleEntry } from "./bundle.ts";

/**
 * Writes a bundle as one file: gzip of lines of JSON, the first about it, the last with the hash of all before. The same
 * entries give the same bytes, and the file is there whole or not at all.
 *
 * @param path the file to write; replaces what was there
 * @returns how many entries it holds
 * @example
 * await writeBundle("study.scores.gz", about, entries); // zcat study.scores.gz | head -1
 */
export async function writeBundle(
  path: string,
  about: BundleAbout,
  entries: AsyncIterable<BundleEntry> | Iterable<BundleEntry>,
): Promise<number> {
  const partial = `${path}.partial`;
  const counted = { entries: 0 };
  try {
    const lines = Readable.from(bundleLines(about, entries, counted), { objectMode: false });
    await pipeline(lines, createGzip({ level: 6 }), createWriteStream(partial));
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return counted.entries;
}

async function* bundleLines(
  about: BundleAbout,
  entries: AsyncIterable<BundleEntry> | Iterable<BundleEntry>,
  counted: { entries: number },
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  yield hashed(hash, about);
  for await (const { name, bytes } of entries) {
    counted.entries++;
    yield hashed(hash, { name, ...content(bytes) });
  }
  yield `${JSON.stringify({ entries: counted.entries, sha256: hash.digest("hex") })}\n`;
}

function hashed(hash: Hash, value: object): string {
  const line = `${JSON.stringify(value)}\n`;
  hash.update(line);
  return line;
}

/** As text where it comes back as the same bytes. */
function content(bytes: Uint8Array): { text: string } | { base64: string } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  return Buffer.from(text).equals(buffer) ? { text } : { base64: buffer.toString("base64") };
}
