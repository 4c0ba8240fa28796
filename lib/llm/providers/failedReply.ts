import type { ModelReply } from "../languageModel.ts";

/** The reply to a request that a provider refused for itself: nobody was asked, nothing is paid. */
export function failedReply(reason: string, model: string): ModelReply {
  return {
    outcome: { status: "failed", reason },
    usage: { inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
    modelVersion: model,
  };
}
