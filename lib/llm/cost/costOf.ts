import type { ModelUsage } from "../languageModel.ts";
import { type Price, prices } from "./prices.ts";

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

/** What a call of a batch costs: half, but for tokens that a cache had, whose discount takes the place of the batch's. */
export function batchCost(price: Price, usage: Omit<ModelUsage, "costUsd">): number {
  return costOf(price, usage) - (1 - prices.batchShare) * costOf(uncachedPart(price), usage);
}

function uncachedPart({ long, ...price }: Price): Price {
  return { ...price, cachedUsd: 0, ...(long ? { long: { ...long, cachedUsd: 0 } } : {}) };
}
