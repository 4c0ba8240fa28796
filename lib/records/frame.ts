import { z } from "zod";
import { GateName } from "./gateName.ts";
import { VideoKey } from "./video.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256");
const Count = z.number().int().nonnegative();
const Part = z.strictObject({ count: Count, sha256: Sha256 });

/** One video of a locked study: its chunks, and its questions where they were written before the lock. */
export const FrameVideo = VideoKey.extend({ language: z.string(), chunks: Part, questions: Part.nullable() }).strict();
export type FrameVideo = z.infer<typeof FrameVideo>;

/**
 * What a locked study is: its declared design (the study without its prose and the places of its files), its videos, and how
 * many `answers` existed when it was locked. `code` is the hash of lib and experiments on that day; `accepted` the gates whose
 * failure was declared acceptable before it; `sha256` is of all the rest, so that an edit by hand is seen.
 */
export const Frame = z.strictObject({
  version: z.literal(1),
  study: z.string().min(1),
  lockedAt: z.iso.datetime(),
  code: Sha256,
  design: z.record(z.string(), z.unknown()),
  designSha256: Sha256,
  accepted: z.array(GateName),
  videos: z.array(FrameVideo).min(1),
  answers: Count,
  sha256: Sha256,
});
export type Frame = z.infer<typeof Frame>;
