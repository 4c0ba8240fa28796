import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { outputPath, type StepRecord } from "./stepRecord.ts";

const gzipped = promisify(gzip);

/** What a step record says of one output. */
export type Output = StepRecord["outputs"][string];

/**
 * Stores one output of a step, compressed where its name ends in `.gz`; it stays invisible until a step record names it.
 *
 * @param name the output's file name, e.g. `chunks.jsonl.gz`
 */
export async function writeOutput(
  corpus: Corpus,
  video: VideoKey,
  step: string,
  name: string,
  content: Uint8Array,
): Promise<Output> {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const bytes = name.endsWith(".gz") ? await compressed(content) : content;
  // Content names the object, so one that is there already is the same.
  await corpus.store.create(outputPath(video, step, name, sha256), bytes);
  return { sha256, bytes: content.length };
}

/** Records as JSON Lines. */
export function jsonLines(records: Iterable<unknown>): Uint8Array {
  const pieces: string[] = [];
  for (const record of records) pieces.push(`${JSON.stringify(record)}\n`);
  return Buffer.from(pieces.join(""));
}

/** Content as gzip. */
export function compressed(content: Uint8Array): Promise<Uint8Array> {
  return gzipped(content, { level: 6 });
}
