import { z } from "zod";
import { LineSource } from "./chunk.ts";
import { ModelCost } from "./modelCost.ts";
import { VideoKey } from "./video.ts";

/** Where a chunk is: its video and its 1-based index. */
export const ChunkKey = z.object({ video: VideoKey, index: z.number().int().positive() });
export type ChunkKey = z.infer<typeof ChunkKey>;

export const QuestionKind = z.enum(["topic", "detail"]);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** Lines (0-based, in the chunk) that tell an answer, and where each comes from. */
const Evidence = z.array(z.object({ line: z.number().int().nonnegative(), source: LineSource }));

/**
 * What a second model found that looked for a question's answer by itself, without knowing it: `right` are the choices (as
 * written) that it holds for right, `evidence` the lines that it names. Its outcome is `unread` where its reply said nothing
 * that can be used; such a question counts as unverified.
 */
export const Verification = z.object({
  by: z.string(),
  version: z.string(),
  outcome: z.enum(["agrees", "another", "several", "none", "unread"]),
  right: z.array(z.number().int().nonnegative()),
  evidence: Evidence,
  usage: ModelCost.optional(),
});
export type Verification = z.infer<typeof Verification>;

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
    evidence: Evidence,
    distractorsFrom: z.array(ChunkKey.nullable()),
    writer: z.object({ name: z.string(), version: z.string(), seed: z.string() }),
    /** Why the right choice is right, in the writer's words; nobody who answers sees it. */
    explanation: z.string().optional(),
    verified: Verification.optional(),
  })
  .refine((q) => q.answer < q.choices.length, { message: "answer must be an index into choices" })
  .refine((q) => q.distractorsFrom.length === q.choices.length, { message: "distractorsFrom must run beside choices" });
export type Question = z.infer<typeof Question>;

/** What a question's evidence consists of; `NONE` where the writer named no line. */
export type EvidenceSource = "CHAT" | "SPEECH" | "BOTH" | "NONE";
