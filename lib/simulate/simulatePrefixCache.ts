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

/** A beginning that is kept: all parts up to one of them. */
interface Kept {
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
  const names = new Map<string, { id: number; tokens: number }>();
  // In the order of their last use, the longest ago first.
  const kept = new Map<string, Kept>();
  let size = 0;

  const known = (part: string) => {
    const found = names.get(part) ?? { id: names.size, tokens: tokensOf(part) };
    names.set(part, found);
    return found;
  };
  const drop = (name: string, { tokens }: Kept) => {
    kept.delete(name);
    size -= tokens;
  };

  return {
    bill: (parts, atSeconds) => {
      for (const [name, beginning] of kept) {
        if (atSeconds - beginning.usedAtSeconds <= timeToLiveSeconds) break;
        drop(name, beginning);
      }
      const read = parts.map(known);
      const inputTokens = read.reduce((sum, { tokens }) => sum + tokens, 0);
      const beginnings = read.map((_, i) =>
        read
          .slice(0, i + 1)
          .map(({ id }) => id)
          .join(" "),
      );
      let shared = 0;
      for (const [i, name] of beginnings.entries()) {
        if (!kept.has(name)) break;
        shared += read[i]!.tokens;
      }
      const inSteps = Math.floor(shared / stepTokens) * stepTokens;
      // From the end, so that a beginning never goes before what it begins.
      for (let i = beginnings.length - 1; i >= 0; i--) {
        const before = kept.get(beginnings[i]!);
        if (before) drop(beginnings[i]!, before);
        kept.set(beginnings[i]!, { tokens: read[i]!.tokens, usedAtSeconds: atSeconds });
        size += read[i]!.tokens;
      }
      for (const [name, beginning] of kept) {
        if (size <= capacityTokens) break;
        drop(name, beginning);
      }
      return { inputTokens, cachedTokens: shared < minimumTokens ? 0 : inSteps };
    },
  };
}
