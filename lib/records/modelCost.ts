import { z } from "zod";

/** What a call to a language model took, as its provider counted it; `cachedTokens` are those of the input that a cache paid for. */
export const ModelCost = z.object({
  inputTokens: z.number().int(),
  cachedTokens: z.number().int().optional(),
  outputTokens: z.number().int(),
  costUsd: z.number().optional(),
});
export type ModelCost = z.infer<typeof ModelCost>;
