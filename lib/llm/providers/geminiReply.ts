import { z } from "zod";
import type { ModelOutcome, ModelReply } from "../languageModel.ts";
import { LostReplyError } from "./refusal.ts";

const count = z.number().int().nonnegative().optional();

/** What of a reply of `generateContent` is used. */
const GeminiReply = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z.array(z.object({ text: z.string().optional(), thought: z.boolean().optional() })).optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({
      promptTokenCount: count,
      candidatesTokenCount: count,
      thoughtsTokenCount: count,
      cachedContentTokenCount: count,
    })
    .optional(),
  modelVersion: z.string().optional(),
});

/**
 * A reply of Gemini as a ModelReply; the table is in docs/models.md. Thoughts are counted as output, as they are billed.
 *
 * @param asked the model's name that was asked for
 * @throws LostReplyError for what is no reply of this API
 */
export function geminiReply(body: unknown, asked: string): ModelReply {
  const parsed = GeminiReply.safeParse(body);
  if (!parsed.success) throw new LostReplyError(`${asked}: expected a reply of generateContent, found something else.`);
  const { usageMetadata: usage = {}, modelVersion } = parsed.data;
  return {
    outcome: outcomeOf(parsed.data),
    usage: {
      inputTokens: usage.promptTokenCount ?? 0,
      cachedTokens: usage.cachedContentTokenCount ?? 0,
      outputTokens: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    },
    modelVersion: modelVersion ?? asked,
  };
}

function outcomeOf({ candidates = [], promptFeedback }: z.infer<typeof GeminiReply>): ModelOutcome {
  if (promptFeedback?.blockReason) return { status: "blocked", reason: `prompt: ${promptFeedback.blockReason}` };
  const { content, finishReason = "STOP" } = candidates[0] ?? {};
  const parts = content?.parts ?? [];
  const text = parts.map((part) => (part.thought ? "" : (part.text ?? ""))).join("");
  if (finishReason === "MAX_TOKENS") return { status: "truncated", text };
  // All other reasons stop a reply for what it says: SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, OTHER …
  if (finishReason !== "STOP" && finishReason !== "FINISH_REASON_UNSPECIFIED")
    return { status: "blocked", reason: `output: ${finishReason}` };
  return text === "" ? { status: "empty" } : { status: "ok", text };
}
