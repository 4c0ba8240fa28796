import type { ModelUsage } from "../languageModel.ts";
import type { Price } from "./prices.ts";

/**
 * What a call costs in US dollars. Where a model has a second price for long prompts, the length of the whole prompt decides, and it
 * then holds for all tokens of the call.
 */
export function costOf(price: Price, usage: Omit<ModelUsage, "costUsd">): number {
  const { inputTokens, cachedTokens, outputTokens } = usage;
  const tier = price.long && inputTokens > price.long.aboveTokens ? price.long : price;
  return (
    ((inputTokens - cachedTokens) * tier.inputUsd + cachedTokens * tier.cachedUsd + outputTokens * tier.outputUsd) / 1e6
  );
}
