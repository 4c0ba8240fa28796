import { z } from "zod";

const count = z.number().int().nonnegative();

/** The calls of one model: which versions answered, how often, what it took, and from when to when. */
export const ModelCalls = z.strictObject({
  model: z.string(),
  versions: z.array(z.string()),
  calls: count,
  inputTokens: count,
  cachedTokens: count,
  outputTokens: count,
  /** Null where the model has no price in the table of that day. */
  costUsd: z.number().nullable(),
  firstAskedAt: z.string(),
  lastAskedAt: z.string(),
});
export type ModelCalls = z.infer<typeof ModelCalls>;

/**
 * What a bundle says of itself in its first line. `scores`: questions, answers and hashes, enough for every table that counts
 * them. `full`: the corpus as the study saw it, and every call; it holds chat and speech.
 */
export const BundleAbout = z.strictObject({
  bundle: z.enum(["scores", "full"]),
  version: z.literal(1),
  study: z.string(),
  title: z.string(),
  /** SHA-256 of lib and experiments, as provenance.json has it. */
  code: z.string(),
  models: z.array(ModelCalls),
  /** The price table that costs were computed by. */
  prices: z.strictObject({ date: z.string(), source: z.string() }).nullable(),
  /** SHA-256 of each file of the results that was made when the bundle was; empty in a full one. */
  tables: z.record(z.string(), z.string()),
});
export type BundleAbout = z.infer<typeof BundleAbout>;

/** One file in a bundle. */
export interface BundleEntry {
  name: string;
  bytes: Uint8Array;
}

/** A line between the first and the last: a file, as text where it is UTF-8. */
export const EntryLine = z.union([
  z.strictObject({ name: z.string(), text: z.string() }),
  z.strictObject({ name: z.string(), base64: z.base64() }),
]);

/** The last line: without it the file was cut off. The hash is of all lines before. */
export const EndLine = z.strictObject({ entries: count, sha256: z.string() });
