import { anySignal, makeBackOff, type Patience, type RetryEffects } from "#lib/effects/index.ts";
import { InputError, RateLimitedError } from "#lib/errors.ts";
import { costOf } from "../cost/costOf.ts";
import { estimateTokens } from "../cost/estimateTokens.ts";
import { mostTokens } from "../cost/mostTokens.ts";
import { type Price, priceOf } from "../cost/prices.ts";
import type { LanguageModel, ModelReply, ModelRequest, ModelUsage } from "../languageModel.ts";
import { EndlessReplyError, LostReplyError } from "../providers/refusal.ts";
import { type Budget, makeBudget } from "./budget.ts";
import { makeRateLimit } from "./rateLimit.ts";
import { makeSlots } from "./slots.ts";

/** How much a model may be asked at once. */
export interface DoorLimits {
  /** Requests under way at one time. Default 16. */
  concurrency?: number;
  requestsPerMinute?: number;
  /** Tokens of prompts and replies together. */
  tokensPerMinute?: number;
  /** How long one attempt may take, in milliseconds. Default two minutes. */
  timeoutMs?: number;
}

/** What the log keeps of one attempt; never a text, never a key. */
export interface AttemptEntry {
  model: string;
  attempt: number;
  /** The outcome's status, or the name of the error. */
  ended: string;
  tookMs: number;
  usage?: ModelUsage;
}

export interface DoorOptions extends RetryEffects {
  limits?: DoorLimits;
  /** Shared by the models of a run; default: one that only counts. */
  budget?: Budget;
  /** In the place of the price table's. */
  price?: Price;
  patience?: Patience;
  log?: (entry: AttemptEntry) => void;
}

const ordinaryPatience: Patience = { firstPauseMs: 1000, longestPauseMs: 60_000, giveUpAfterMs: 600_000 };
const nothing = { usd: 0, tokens: 0 };

/**
 * The door that every provider stands behind: retries with full jitter, pauses that a provider asks for (they hold all callers and
 * cost no attempt), limits, a time-out, cancellation and a budget that is kept before the money is spent.
 *
 * A reply that was lost on its way may have been paid, so the budget counts it at its upper bound.
 *
 * @throws BudgetError at the cap; InputError for a cap in money on a model without a price; else what the provider threw last
 *
 * @example
 * const door = makeModelDoor(model, { budget: makeBudget({ capUsd: 5 }), clock, sleep, random });
 */
export function makeModelDoor(model: LanguageModel, options: DoorOptions): LanguageModel {
  const { clock, sleep, random, limits = {}, budget = makeBudget(), patience = ordinaryPatience, log } = options;
  const { concurrency = 16, requestsPerMinute, tokensPerMinute, timeoutMs = 120_000 } = limits;
  const price = options.price ?? priceOf(model.name);
  if (budget.capsMoney && !price)
    throw new InputError(
      `${model.name}: expected a price, since the budget is in money; the price table has none. Give the model's price, or cap its tokens.`,
    );
  const slots = makeSlots(concurrency);
  const requests = requestsPerMinute === undefined ? undefined : makeRateLimit(requestsPerMinute, { clock, sleep });
  const tokens = tokensPerMinute === undefined ? undefined : makeRateLimit(tokensPerMinute, { clock, sleep });
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let limitedInARow = 0;
  let limitedSinceMs = 0;
  let limitedAtMs = Number.NEGATIVE_INFINITY;

  const usd = (usage: Omit<ModelUsage, "costUsd">) => (price ? costOf(price, usage) : 0);

  /** Holds all callers: who asks during the pause would only be refused too, and be paused for longer. */
  function pauseAll(error: RateLimitedError, begunMs: number): void {
    const nowMs = clock.monotonicMs();
    if (limitedInARow === 0) limitedSinceMs = nowMs;
    if (nowMs + error.retryAfterMs - limitedSinceMs > patience.giveUpAfterMs) throw error;
    // All that were under way together are refused by one and the same limit, which counts once.
    const isNew = limitedInARow === 0 || begunMs > limitedAtMs;
    const bound = isNew ? Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** limitedInARow) : 0;
    if (isNew) {
      limitedInARow++;
      limitedAtMs = nowMs;
    }
    pausedUntilMs = Math.max(pausedUntilMs, nowMs + error.retryAfterMs + random.next() * bound);
  }

  async function pauseOver(signal: AbortSignal | undefined): Promise<void> {
    for (let leftMs = pausedUntilMs - clock.monotonicMs(); leftMs > 0; leftMs = pausedUntilMs - clock.monotonicMs()) {
      await sleep(leftMs, signal);
      signal?.throwIfAborted();
    }
  }

  /** One attempt; null where the provider asked for a pause, which then holds. */
  async function attemptOf(
    request: ModelRequest,
    attempt: number,
    signal: AbortSignal | undefined,
  ): Promise<ModelReply | null> {
    const most = mostTokens(request);
    const upTo = {
      usd: usd({ inputTokens: most.input, cachedTokens: 0, outputTokens: most.output }),
      tokens: most.input + most.output,
    };
    const expected = tokens ? estimateTokens(request.prefix) + estimateTokens(request.ask) + most.output : 0;
    const reserved = await budget.reserve(upTo, signal);
    let real = nothing;
    try {
      await requests?.take(1, signal);
      await tokens?.take(expected, signal);
      await pauseOver(signal);
      const startMs = clock.monotonicMs();
      const enter = (ended: string, usage?: ModelUsage) => {
        const tookMs = Math.round(clock.monotonicMs() - startMs);
        log?.({ model: model.name, attempt, ended, tookMs, ...(usage ? { usage } : {}) });
      };
      try {
        const { usage, ...reply } = await timed(request, signal);
        const paid: ModelUsage = price ? { ...usage, costUsd: usd(usage) } : usage;
        real = { usd: paid.costUsd ?? 0, tokens: usage.inputTokens + usage.outputTokens };
        tokens?.giveBack(expected - real.tokens);
        limitedInARow = 0;
        enter(reply.outcome.status, paid);
        return { ...reply, usage: paid };
      } catch (error) {
        const mayBePaid = error instanceof LostReplyError || error instanceof EndlessReplyError || signal?.aborted;
        if (mayBePaid) real = upTo;
        enter(signal?.aborted ? "aborted" : (error as Error).name);
        if (!(error instanceof RateLimitedError)) throw error;
        pauseAll(error, startMs);
        return null;
      }
    } finally {
      reserved.settle(real);
    }
  }

  /** One attempt with a time-out of its own, also at a provider that cannot be stopped. */
  async function timed(request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), timeoutMs);
    const either = signal ? anySignal([signal, time.signal]) : time.signal;
    const stopped = new Promise<never>((_, reject) =>
      either.addEventListener("abort", () => reject(either.reason), { once: true }),
    );
    try {
      return await Promise.race([model.ask(request, either), stopped]);
    } catch (error) {
      signal?.throwIfAborted();
      if (time.signal.aborted) throw new LostReplyError(`${model.name}: no reply within ${timeoutMs / 1000} s.`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    name: model.name,
    ask: async (request, signal) => {
      const stoppable = (ms: number) => sleep(ms, signal);
      const { pause } = makeBackOff(patience, { clock, sleep: stoppable, random });
      for (let attempt = 1; ; ) {
        signal?.throwIfAborted();
        await pauseOver(signal);
        try {
          const reply = await slots.within(() => attemptOf(request, attempt, signal), signal);
          if (reply) return reply;
        } catch (error) {
          signal?.throwIfAborted();
          // Its pauses are not of this call alone, so it is here only where they were too long.
          if (error instanceof RateLimitedError) throw error;
          await pause(error);
          attempt++;
        }
      }
    },
  };
}
