import type { ModelRequest } from "../languageModel.ts";
import { costOf } from "./costOf.ts";
import { estimateTokens } from "./estimateTokens.ts";
import { type Price, type PriceTable, priceOf, prices } from "./prices.ts";

/** From the least to the most that it may be. */
export interface Range {
  from: number;
  to: number;
}

/** What calls will take, before the first of them. */
export interface CallsEstimate {
  calls: number;
  inputTokens: Range;
  /** Of the input: none where no cache helps, all shared prefixes where it always does. */
  cachedTokens: Range;
  outputTokens: Range;
  /** Absent where the model has no price. */
  usd?: Range;
  /** The same as a batch, which no cache makes cheaper. */
  batchUsd?: Range;
  seconds: Range;
  /** The day of the price table; absent for a price that was given. */
  priceDate?: string;
}

/** What an estimate cannot know by itself. */
export interface CallsAssumptions {
  /** Tokens of an ordinary reply. Default 12, a choice in JSON; thoughts come on top. */
  replyTokens?: number;
  /** Seconds that a reply takes. Default 1 to 10. */
  latencySeconds?: Range;
  concurrency?: number;
  requestsPerMinute?: number;
  /** In the place of the price table's. */
  price?: Price;
}

/** How far the estimator may be off on a whole study. */
const tolerance = 0.05;
/** The shortest prompt whose beginning a provider keeps: 1,024 tokens at the least, by Google's and OpenAI's documentation. */
const cacheFromTokens = 1024;

/**
 * Estimates tokens, money and time of calls, as ranges: the least with every shared prefix from the cache and short replies, the
 * most without a cache and with replies as long as they may be.
 *
 * @param model its name, as in LanguageModel.name
 * @param requests in the order in which they are asked; those that are kept already cost nothing and are left out by the caller
 *
 * @example
 * const { calls, usd } = estimateCalls("genai:gemini-2.5-flash", requests);
 */
export function estimateCalls(
  model: string,
  requests: Iterable<ModelRequest>,
  assumptions: CallsAssumptions = {},
  table: PriceTable = prices,
): CallsEstimate {
  const { replyTokens = 12, latencySeconds = { from: 1, to: 10 }, concurrency = 16, requestsPerMinute } = assumptions;
  const price = assumptions.price ?? priceOf(model, table);
  const sum = { calls: 0, input: 0, cached: 0, least: 0, most: 0 };
  const usd: Range = { from: 0, to: 0 };
  const uncached: Range = { from: 0, to: 0 };
  let prefix: string | null = null;
  let prefixTokens = 0;
  for (const request of requests) {
    const isShared = request.prefix === prefix;
    if (!isShared) prefixTokens = estimateTokens(request.prefix);
    prefix = request.prefix;
    const input = prefixTokens + estimateTokens(request.ask);
    const cached = isShared && prefixTokens >= cacheFromTokens ? prefixTokens : 0;
    const least = Math.min(replyTokens, request.maxOutputTokens);
    sum.calls++;
    sum.input += input;
    sum.cached += cached;
    sum.least += least;
    sum.most += request.maxOutputTokens;
    if (!price) continue;
    const low = input * (1 - tolerance);
    const high = input * (1 + tolerance);
    usd.from += costOf(price, { inputTokens: low, cachedTokens: cached * (1 - tolerance), outputTokens: least });
    uncached.from += costOf(price, { inputTokens: low, cachedTokens: 0, outputTokens: least });
    usd.to += costOf(price, { inputTokens: high, cachedTokens: 0, outputTokens: request.maxOutputTokens });
  }
  uncached.to = usd.to;
  const limitSeconds = requestsPerMinute === undefined ? 0 : (sum.calls / requestsPerMinute) * 60;
  const seconds = (each: number) => Math.max(Math.ceil(sum.calls / concurrency) * each, limitSeconds);
  const batch = (all: number) => all * table.batchShare;
  return {
    calls: sum.calls,
    inputTokens: { from: Math.floor(sum.input * (1 - tolerance)), to: Math.ceil(sum.input * (1 + tolerance)) },
    cachedTokens: { from: 0, to: sum.cached },
    outputTokens: { from: sum.least, to: sum.most },
    ...(price ? { usd, batchUsd: { from: batch(uncached.from), to: batch(uncached.to) } } : {}),
    seconds: { from: seconds(latencySeconds.from), to: seconds(latencySeconds.to) },
    ...(price && !assumptions.price ? { priceDate: table.date } : {}),
  };
}
