import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import { systemClock } from "#lib/effects/index.ts";
import { openaiModel } from "#lib/llm/index.ts";
import { type PrefixCacheRules, simulatePrefixCache } from "#lib/simulate/index.ts";
import { startModelServer } from "../llm/modelServer.ts";

const rules = { minimumTokens: 10, stepTokens: 4, timeToLiveSeconds: 60, capacityTokens: 1000 };
const perLetter = (part: string) => part.length;
/** What of each prompt is paid by the cache; a letter is a token, a blank ends a part, each prompt comes a second after the other. */
const cachedOf = (prompts: readonly string[], changed: Partial<PrefixCacheRules> = {}) => {
  const cache = simulatePrefixCache({ ...rules, ...changed }, perLetter);
  return prompts.map((prompt, i) => cache.bill(prompt.split(" "), i).cachedTokens);
};

describe("a simulated cache of beginnings", () => {
  it("pays for what an earlier prompt began with too, in whole steps and from the shortest that is kept", () => {
    const cache = simulatePrefixCache(rules, perLetter);
    // Shared: nothing; 12 letters, which are three steps; 12 + 5, which are four; 6, which is too little; all 20.
    const asked = [
      ["rules!", "chunk1", "one"],
      ["rules!", "chunk1", "apple", "yes"],
      ["rules!", "chunk1", "apple", "not"],
      ["rules!", "chunk2", "apple", "yes"],
      ["rules!", "chunk1", "apple", "yes"],
    ];
    expect(asked.map((parts, i) => cache.bill(parts, i))).toEqual([
      { inputTokens: 15, cachedTokens: 0 },
      { inputTokens: 20, cachedTokens: 12 },
      { inputTokens: 20, cachedTokens: 16 },
      { inputTokens: 20, cachedTokens: 0 },
      { inputTokens: 20, cachedTokens: 20 },
    ]);
  });

  it("forgets a beginning that nobody has asked with for too long, and keeps one that is asked with", () => {
    const prompts = ["twelveletter a", "twelveletter b", "twelveletter c", "somethingelse d", "twelveletter e"];
    expect(cachedOf(prompts, { timeToLiveSeconds: 1 })).toEqual([0, 12, 12, 0, 0]);
    expect(cachedOf(prompts, { timeToLiveSeconds: 2 })).toEqual([0, 12, 12, 0, 12]);
  });

  it("lets what was used longest ago go when it is full, the ends of prompts before their beginnings", () => {
    const prompts = ["first-beginning a", "second-beginning b", "first-beginning c", "second-beginning d"];
    expect(cachedOf(prompts)).toEqual([0, 0, 12, 16]);
    // 15 + 1 and 16 + 1 letters: with 32, the first end goes and its beginning stays; with 31, it goes too.
    expect(cachedOf(prompts, { capacityTokens: 32 })).toEqual([0, 0, 12, 16]);
    expect(cachedOf(prompts, { capacityTokens: 31 })).toEqual([0, 0, 0, 0]);
  });
});

it("counts as the model server of the tests does, which cuts real tokens and knows no parts", async () => {
  const server = await startModelServer({ prefixCache: { fromTokens: 1024 } });
  try {
    const chunk = (n: number) =>
      Array.from(
        { length: 150 },
        (_, i) => `${i + 1} [CHAT] viewer ${n} says that ${i} times ${n + i} is no apple\n`,
      ).join("");
    const prompts = [1, 2, 1, 3].flatMap((n) =>
      ["Which fruit was it?", "Which animal was it?", "Which fruit was it?"].map((stem) => [
        "Read the lines and answer with the number of a choice.\n",
        chunk(n),
        `The question: ${stem}\n`,
      ]),
    );
    const model = openaiModel({ model: "m", baseUrl: `${server.url}/v1`, fetch, clock: systemClock });
    const cache = simulatePrefixCache(
      { minimumTokens: 1024, stepTokens: 128, timeToLiveSeconds: 300, capacityTokens: 1e9 },
      (part) => encode(part).length,
    );
    const estimated = simulatePrefixCache({
      ...{ minimumTokens: 1024, stepTokens: 128, timeToLiveSeconds: 300, capacityTokens: 1e9 },
    });
    const total = { input: 0, cached: 0, estimatedInput: 0, estimatedCached: 0 };
    for (const [i, [rules, body, ask]] of prompts.entries()) {
      const settings = { temperature: 0, maxOutputTokens: 10, draw: 0, videos: [] };
      const { usage } = await model.ask({ prefix: `${rules}${body}`, ask: ask!, ...settings });
      const counted = cache.bill([rules!, body!, ask!], i);
      // A line that two prompts share by its beginning alone is no part, so the server may find one step more.
      expect(usage.cachedTokens - counted.cachedTokens).toBeGreaterThanOrEqual(0);
      expect(usage.cachedTokens - counted.cachedTokens).toBeLessThanOrEqual(128);
      const guessed = estimated.bill([rules!, body!, ask!], i);
      total.input += counted.inputTokens;
      total.cached += counted.cachedTokens;
      total.estimatedInput += guessed.inputTokens;
      total.estimatedCached += guessed.cachedTokens;
    }
    const { input, cached } = server.tokens;
    expect(cached).toBeGreaterThan(0.6 * input);
    expect(Math.abs(total.input / input - 1)).toBeLessThan(0.005);
    expect(Math.abs(total.cached / cached - 1)).toBeLessThan(0.05);
    expect(Math.abs(total.estimatedInput / input - 1)).toBeLessThan(0.1);
    expect(Math.abs(total.estimatedCached / cached - 1)).toBeLessThan(0.1);
  } finally {
    await server.close();
  }
});
