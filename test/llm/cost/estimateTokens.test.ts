import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, it } from "vitest";
import { estimateTokens } from "#lib/llm/index.ts";
import { type SimulatedStream, simulateStream } from "#lib/simulate/index.ts";

it("is within 5 % of a real tokenizer on streams of three languages together, as a chunk shows them", () => {
  const texts = (["ja", "en", "ko"] as const).map((language) => chunkText(streamOf(language)));
  const mixed = texts.join("\n");
  expect(mixed.length).toBeGreaterThan(5000);
  expect(Math.abs(off(mixed))).toBeLessThan(0.05);
});

it("is within 10 % on each language alone", () => {
  for (const language of ["ja", "en", "ko"] as const)
    expect(Math.abs(off(chunkText(streamOf(language)))), language).toBeLessThan(0.1);
});

it("counts digits by three, and laughter and emoji as something", () => {
  expect(estimateTokens("123456")).toBe(2);
  expect(estimateTokens("")).toBe(0);
  for (const text of ["ㅋㅋㅋㅋ", "wwwwww", "🎉🎉", "١٢٣", "Ünïcödé", "\u0000"])
    expect(estimateTokens(text)).toBeGreaterThan(0);
});

it("takes time in proportion to the text", () => {
  for (const text of [" ".repeat(1e6), "a".repeat(1e6), "\n ".repeat(5e5), "ー".repeat(1e6)])
    expect(estimateTokens(text)).toBeGreaterThan(0);
}, 5000);

const off = (text: string) => estimateTokens(text) / encode(text).length - 1;

function streamOf(language: "ja" | "en" | "ko"): SimulatedStream {
  const plan = { leak: 0.4, lagSeconds: 5, chatPerMinute: 8, utterancesPerMinute: 8, wordErrorRate: 0.1 };
  return simulateStream({ spec: { platform: "other", id: `tokens-${language}`, language, ...plan }, seed: "tokens" });
}

function chunkText({ messages, utterances }: SimulatedStream): string {
  const lines = [...messages.map(({ text }) => `[CHAT] ${text}`), ...utterances.map(({ text }) => `[SPEECH] ${text}`)];
  return lines.slice(0, 400).join("\n");
}
