import { PermanentError } from "#lib/errors.ts";
import type { LanguageModel, ModelReply, ModelRequest } from "#lib/llm/index.ts";
import type { Answer } from "#lib/records/index.ts";

export type Usage = NonNullable<Answer["usage"]>;

/**
 * Asks a model once.
 *
 * @throws PermanentError when the provider could not make a reply of this request: an attempt, which is never kept as an answer
 */
export async function askModel(
  model: LanguageModel,
  request: ModelRequest,
  signal?: AbortSignal,
): Promise<{ reply: ModelReply; usage: Usage }> {
  const reply = await model.ask(request, signal);
  if (reply.outcome.status === "failed")
    throw new PermanentError(`${model.name} gave no answer: ${reply.outcome.reason}`);
  const { inputTokens, cachedTokens, outputTokens, costUsd } = reply.usage;
  const cost = costUsd === undefined ? {} : { costUsd };
  return { reply, usage: { inputTokens, cachedTokens, outputTokens, ...cost } };
}

/** The usage of two calls together. */
export function addUsage(one: Usage, other: Usage | null): Usage {
  if (other === null) return one;
  const known = one.costUsd !== undefined && other.costUsd !== undefined;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedTokens: (one.cachedTokens ?? 0) + (other.cachedTokens ?? 0),
    outputTokens: one.outputTokens + other.outputTokens,
    ...(known ? { costUsd: one.costUsd! + other.costUsd! } : {}),
  };
}
