import { estimateTokens } from "#lib/llm/index.ts";

/** By which rules a provider's cache keeps the beginnings of prompts. */
export interface PrefixCacheRules {
  /** A beginning that is shorter is not looked up. */
  minimumTokens: number;
  /** What is found counts in whole steps of so many tokens. */
  stepTokens: number;
  /** A beginning that nobody asked with for so long is gone. */
  timeToLiveSeconds: number;
  /** So many tokens are kept in all; what was used longest ago goes first. */
  capacityTokens: number;
}

/** What a provider would count of one prompt. */
export interface BilledPrompt {
  inputTokens: number;
  cachedTokens: number;
}

/** A provider's implicit cache of the beginnings of prompts, simulated. */
export interface PrefixCache {
  /**
   * Counts a prompt and keeps its beginnings.
   *
   * @param parts the prompt in parts that follow each other; a part is shared whole or not at all
   * @param atSeconds when it is asked; never before the one before it
   */
  bill(parts: readonly string[], atSeconds: number): BilledPrompt;
}

/** A beginning that is kept: all parts up to one of them, and what has followed it. */
interface Kept {
  part: string;
  before: Kept | null;
  next: Map<string, Kept>;
  /** Of its last part. */
  tokens: number;
  usedAtSeconds: number;
}

/**
 * Simulates the implicit cache of a provider as OpenAI and Google describe theirs: a prompt pays less for the longest beginning that
 * an earlier prompt had too, if that is long enough, in whole steps, and as long as it is kept. Real caches lie on many machines and
 * promise nothing, so this is the most that the rules allow.
 *
 * Tokens of parts are added up, so the count may be off by one a part.
 *
 * @param tokensOf counts the tokens of a part; the estimate of lib/llm where absent
 *
 * @example
 * const cache = simulatePrefixCache({ minimumTokens: 2048, stepTokens: 128, timeToLiveSeconds: 300, capacityTokens: 1e6 });
 * cache.bill([chunk, question], 0); // { inputTokens: 4000, cachedTokens: 0 }
 */
export function simulatePrefixCache(
  rules: PrefixCacheRules,
  tokensOf: (part: string) => number = estimateTokens,
): PrefixCache {
  const { minimumTokens, stepTokens, timeToLiveSeconds, capacityTokens } = rules;
  const begin = (part: string, before: Kept | null, tokens: number): Kept => ({
    ...{ part, before, tokens, next: new Map(), usedAtSeconds: 0 },
  });
  const root = begin("", null, 0);
  // In the order of their last use, the longest ago first; no beginning stands before what it begins.
  const kept = new Set<Kept>();
  let size = 0;
  const drop = (one: Kept) => {
    kept.delete(one);
    one.before!.next.delete(one.part);
    size -= one.tokens;
  };

  return {
    bill: (parts, atSeconds) => {
      for (const one of kept) {
        if (atSeconds - one.usedAtSeconds <= timeToLiveSeconds) break;
        drop(one);
      }
      const path: Kept[] = [];
      let shared = 0;
      for (const part of parts) {
        const before = path.at(-1) ?? root;
        const known = before.next.get(part);
        const one = known ?? begin(part, before, tokensOf(part));
        path.push(one);
        if (known) shared += one.tokens;
        else before.next.set(part, one);
      }
      // From the end, so that a beginning is used after what it begins.
      for (const one of path.slice().reverse()) {
        if (!kept.delete(one)) size += one.tokens;
        one.usedAtSeconds = atSeconds;
        kept.add(one);
      }
      for (const one of kept) {
        if (size <= capacityTokens) break;
        drop(one);
      }
      const inSteps = Math.floor(shared / stepTokens) * stepTokens;
      return {
        inputTokens: path.reduce((sum, { tokens }) => sum + tokens, 0),
        cachedTokens: shared < minimumTokens ? 0 : inSteps,
      };
    },
  };
}
