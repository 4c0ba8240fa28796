import { z } from "zod";
import { ModelCost } from "./modelCost.ts";

/** What a reader is shown (see design notes in CONTRIBUTING.md): every arm is asked of every question. */
export const Arm = z.enum(["combined", "chat", "speech", "none", "otherChat", "otherChunkChat", "shuffledChat"]);
export type Arm = z.infer<typeof Arm>;

/** How an answer ended; an API failure is no answer and has no status. */
export const AnswerStatus = z.enum(["answered", "invalid", "refused", "blocked", "notApplicable"]);
export type AnswerStatus = z.infer<typeof AnswerStatus>;

/**
 * One reader's answer to one question under one arm. `order` maps shown position to written index (new to old);
 * `choice` is the position as shown, so the written index is `order[choice]`; `shown` is the SHA-256 of the exact text
 * that the reader saw; `draw` counts repeated samples from 0.
 */
export const Answer = z.object({
  question: z.string().min(1),
  arm: Arm,
  reader: z.string().min(1),
  order: z.array(z.number().int().nonnegative()),
  draw: z.number().int().nonnegative(),
  status: AnswerStatus,
  choice: z.number().int().nonnegative().optional(),
  shown: z.string(),
  raw: z.string().optional(),
  usage: ModelCost.optional(),
  /** Which version of a model said it, as its provider names it. */
  modelVersion: z.string().optional(),
});
export type Answer = z.infer<typeof Answer>;
