import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, it } from "vitest";
import { costOf, estimateCalls, type ModelRequest, priceOf, prices } from "#lib/llm/index.ts";
import { simulateStream } from "#lib/simulate/index.ts";

const plan = { leak: 0.4, lagSeconds: 5, chatPerMinute: 8, utterancesPerMinute: 8, wordErrorRate: 0.1 };

/** Questions about chunks of three languages, eight to a chunk, one after another. */
function requests(): ModelRequest[] {
  return (["ja", "en", "ko"] as const).flatMap((language) => {
    const { messages, utterances } = simulateStream({
      spec: { platform: "other", id: `calls-${language}`, language, ...plan },
      seed: "calls",
    });
    const lines = [
      ...messages.map(({ text }) => `[CHAT] ${text}`),
      ...utterances.map(({ text }) => `[SPEECH] ${text}`),
    ];
    const base = { temperature: 0, maxOutputTokens: 64, draw: 0, videos: [] };
    return Array.from({ length: 8 }, (_, i) => ({
      ...{
        ...base,
        prefix: `${lines.slice(0, 300).join("\n")}\n`,
        ask: `${lines[i]}? 0 ${lines[i + 1]} 1 ${lines[i + 2]}`,
      },
    }));
  });
}

it("holds what a real tokenizer counts, within 5 %, and what that costs", () => {
  const asked = requests();
  const counted = asked.map(({ prefix, ask }) => encode(prefix + ask).length);
  const estimate = estimateCalls("genai:gemini-2.5-flash", asked);
  const total = counted.reduce((sum, n) => sum + n, 0);
  expect(estimate.calls).toBe(24);
  expect(estimate.inputTokens.from).toBeLessThanOrEqual(total);
  expect(estimate.inputTokens.to).toBeGreaterThanOrEqual(total);
  expect(estimate.inputTokens.to / estimate.inputTokens.from).toBeLessThan(1.11);
  const price = priceOf("genai:gemini-2.5-flash")!;
  const real = counted.reduce(
    (sum, inputTokens) => sum + costOf(price, { inputTokens, cachedTokens: 0, outputTokens: 12 }),
    0,
  );
  expect(estimate.usd!.from).toBeLessThan(real);
  expect(estimate.usd!.to).toBeGreaterThan(real);
  // Seven of eight questions find their chunk in the cache, at a tenth of the price.
  expect(estimate.cachedTokens.to / total).toBeGreaterThan(0.8);
  expect(estimate.batchUsd!.to).toBe(estimate.usd!.to / 2);
  expect(estimate.priceDate).toBe(prices.date);
});

it("counts no cache where prefixes are short, or do not come one after another", () => {
  const [first, ...rest] = requests();
  expect(estimateCalls("genai:gemini-2.5-pro", [first!, rest.at(-1)!, first!]).cachedTokens.to).toBe(0);
  const short = { ...first!, prefix: "short" };
  expect(estimateCalls("genai:gemini-2.5-pro", [short, short]).cachedTokens.to).toBe(0);
});

it("takes as long as its limits make it", () => {
  const asked = requests();
  const { seconds } = estimateCalls("genai:m", asked, { concurrency: 8, latencySeconds: { from: 1, to: 2 } });
  expect(seconds).toEqual({ from: 3, to: 6 });
  expect(estimateCalls("genai:m", asked, { requestsPerMinute: 6 }).seconds.from).toBe(240);
});

it("says nothing of money where the model has no price", () => {
  const estimate = estimateCalls("openai:qwen2.5:7b", requests());
  expect(estimate.usd).toBeUndefined();
  expect(estimate.priceDate).toBeUndefined();
  const price = { inputUsd: 1, cachedUsd: 1, outputUsd: 0 };
  const { usd, inputTokens } = estimateCalls("openai:qwen2.5:7b", requests(), { price });
  expect(usd!.to).toBeCloseTo(inputTokens.to / 1e6, 5);
});

it("prices a long prompt of Gemini 2.5 Pro as a long one, all of it", () => {
  const price = priceOf("vertexai:gemini-2.5-pro")!;
  expect(costOf(price, { inputTokens: 200_000, cachedTokens: 0, outputTokens: 1000 })).toBeCloseTo(0.26, 10);
  expect(costOf(price, { inputTokens: 200_001, cachedTokens: 100_000, outputTokens: 1000 })).toBeCloseTo(0.2900025, 10);
  expect(priceOf("openai:gemini-2.5-pro")).toBeUndefined();
  expect(priceOf("genai:constructor")).toBeUndefined();
});
