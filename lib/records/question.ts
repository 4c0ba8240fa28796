import { z } from "zod";
import { LineSource } from "./chunk.ts";
import { VideoKey } from "./video.ts";

/** Where a chunk is: its video and its 1-based index. */
export const ChunkKey = z.object({ video: VideoKey, index: z.number().int().positive() });
export type ChunkKey = z.infer<typeof ChunkKey>;

export const QuestionKind = z.enum(["topic", "detail"]);
export type QuestionKind = z.infer<typeof QuestionKind>;

/**
 * A multiple-choice question about one chunk. `answer` is an index into `choices` as written; `evidence` names the lines
 * (0-based, in the chunk) that hold the answer; `distractorsFrom` runs beside `choices`: the chunk that each wrong
 * choice was taken from, null for the right one and for an invented one.
 */
export const Question = z
  .object({
    id: z.string().min(1),
    chunk: ChunkKey,
    kind: QuestionKind,
    language: z.string(),
    stem: z.string().min(1),
    choices: z.array(z.string().min(1)).min(2),
    answer: z.number().int().nonnegative(),
    evidence: z.array(z.object({ line: z.number().int().nonnegative(), source: LineSource })),
    distractorsFrom: z.array(ChunkKey.nullable()),
    writer: z.object({ name: z.string(), version: z.string(), seed: z.string() }),
  })
  .refine((q) => q.answer < q.choices.length, { message: "answer must be an index into choices" })
  .refine((q) => q.distractorsFrom.length === q.choices.length, { message: "distractorsFrom must run beside choices" });
export type Question = z.infer<typeof Question>;

/** What a question's evidence consists of; `NONE` where the writer named no line. */
export type EvidenceSource = "CHAT" | "SPEECH" | "BOTH" | "NONE";
