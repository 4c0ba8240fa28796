import { describe, expect, it } from "vitest";
import type { ModelOutcome } from "#lib/llm/index.ts";
import { type AnswerVariant, makeBody, readAnswer, readerNamed } from "#lib/qa/index.ts";
import { StudyModel } from "#lib/records/index.ts";
import { chunkOf } from "../talk.ts";
import { scriptedModel } from "./scriptedModel.ts";

const models = { one: StudyModel.parse({ provider: "openai", model: "one" }) };
const shown = {
  id: "q",
  kind: "detail" as const,
  language: "en",
  stem: "What was said of the lighthouse?",
  choices: ["It is closed.", "It is red.", "It was sold.", "It has a ghost."],
};
const chunk = chunkOf("v", 1, [
  ["SPEECH", "The lighthouse was sold."],
  ["CHAT", "sold?!"],
]);
const body = makeBody(chunk, chunk.lines, "en");
const readerOf = (name: string, say: Parameters<typeof scriptedModel>[0]) => {
  const script = scriptedModel(say);
  return {
    script,
    reader: readerNamed(name, { seed: "1", questions: [], chunks: [], models, open: () => script.model }),
  };
};
const ok = (text: string): ModelOutcome => ({ status: "ok", text });

describe("an outcome as an answer", () => {
  const cases: [string, AnswerVariant, ModelOutcome, string, number | null][] = [
    ["a choice", "plain", ok('{"choice": 2}'), "answered", 2],
    ["a choice as a text, in a fence, among prose", "plain", ok('Sure!\n```json\n{"choice": "2"}\n```'), "answered", 2],
    ["a choice that is none", "plain", ok('{"choice": 4}'), "invalid", null],
    ["a text that was cut off", "plain", { status: "truncated", text: '{"choice": 1}' }, "invalid", null],
    ["-1 where guessing is asked for", "plain", ok('{"choice": -1}'), "invalid", null],
    ["-1 where abstaining is allowed", "abstain", ok('{"choice": -1}'), "refused", null],
    ["a refusal in words", "plain", ok("I’m sorry, but I can’t help with that."), "refused", null],
    ["a refusal in Japanese", "plain", ok("申し訳ありませんが、お答えできません。"), "refused", null],
    ["a refusal in Korean", "plain", ok("죄송하지만 답변할 수 없습니다."), "refused", null],
    ["a refusal by the provider's own word", "plain", { status: "blocked", reason: "refusal" }, "refused", null],
    ["a filter of the provider", "plain", { status: "blocked", reason: "SAFETY" }, "blocked", null],
    ["nothing", "plain", { status: "empty" }, "invalid", null],
    ["A's own form", "a", ok('{"answers": {"q2_index": 3}}'), "answered", 3],
    ["A without its key, which A drops", "a", ok('{"answers": {"index": 3}}'), "invalid", null],
    ["B's fallback", "b", ok('{"answers": {"index": 3}}'), "answered", 3],
    ["C's own form", "c", ok('{"answers": {"q2_index": "１"}}'), "answered", 1],
  ];
  for (const [name, variant, outcome, status, choice] of cases)
    it(`${name}: ${status}`, () => {
      expect(readAnswer(outcome, variant, shown)).toMatchObject({ status, choice });
    });

  it("a call that failed is no answer", () => {
    expect(readAnswer({ status: "failed", reason: "500" }, "plain", shown)).toBeNull();
  });
});

it("rules and body are the prefix, the same for every question; the question is what follows", async () => {
  const { script, reader } = readerOf("model:one", () => '{"choice": 1}');
  await reader.answer(shown, body);
  await reader.answer({ ...shown, stem: "Another?", choices: ["a", "b"] }, body);
  const [first, second] = script.requests;
  expect(first!.prefix).toBe(second!.prefix);
  expect(first!.prefix).toContain("1 [SPEECH] The lighthouse was sold.\n2 [CHAT] sold?!\n<<<end");
  expect(first!.prefix).not.toContain(shown.stem);
  expect(first!.ask).toContain(`${shown.stem}\n0. It is closed.\n1. It is red.\n`);
  expect(first!.ask).not.toContain("sold?!");
  expect(first!.schema).toMatchObject({ properties: { choice: { type: "integer", minimum: 0, maximum: 3 } } });
});

it("the historical prompts keep their form: name, JSON of question and choices, index; A shows a 0, B and C do not", async () => {
  const asked = async (variant: string, without: boolean) => {
    const { script, reader } = readerOf(`model:one:${variant}`, () => '{"answers": {"q2_index": 0}}');
    await reader.answer(shown, without ? null : body);
    return script.requests[0]!;
  };
  const { stem: question, choices } = shown;
  expect((await asked("a", false)).ask).toContain(`# Q2 JSON\n${JSON.stringify({ question, choices })}\n`);
  expect((await asked("a", false)).ask).toContain('{"answers": {"q2_index": 0}}');
  expect((await asked("a", true)).prefix).toMatch(/問題文のみ[\s\S]*# 本文\n$/);
  for (const variant of ["b", "c"]) {
    const request = await asked(variant, false);
    expect(request.ask).toContain(JSON.stringify({ question, choices }, null, 2));
    expect(request.ask).not.toContain(": 0}");
    expect(request.schema).toBeUndefined();
    expect((await asked(variant, true)).prefix).not.toContain("# 本文");
  }
});

describe("a free answer", () => {
  const free = (answer: string, judged: string) =>
    readerOf("model:one:free", ({ prefix }) =>
      prefix.includes("in their own words") ? judged : JSON.stringify({ answer }),
    );

  it("that is a choice word for word needs no judge, and none of the choices is shown", async () => {
    const { script, reader } = free("“it was SOLD”", "");
    expect(await reader.answer(shown, body)).toMatchObject({ status: "answered", choice: 2 });
    expect(script.requests).toHaveLength(1);
    for (const choice of shown.choices) expect(script.requests[0]!.ask).not.toContain(choice);
  });

  it("is judged by the meaning of its words; the judge sees no chat and no speech, and both calls are counted", async () => {
    const { script, reader } = free("somebody bought it", '{"choice": 2}');
    const reply = await reader.answer(shown, body);
    expect(reply).toMatchObject({ status: "answered", choice: 2, raw: "somebody bought it" });
    expect(reply.usage).toMatchObject({ inputTokens: 200, cachedTokens: 120, outputTokens: 10, costUsd: 0.002 });
    expect(script.requests[1]!.prefix + script.requests[1]!.ask).not.toContain("[CHAT]");
  });

  it("that goes on and on is invalid, and no judge is paid for reading it", async () => {
    const { script, reader } = free("it was sold ".repeat(10_000), '{"choice": 2}');
    expect(await reader.answer(shown, body)).toMatchObject({ status: "invalid", choice: null });
    expect(script.requests).toHaveLength(1);
  });

  it("that means none of the choices is invalid, and a blank one is an abstention", async () => {
    expect(await free("it flew away", '{"choice": -1}').reader.answer(shown, body)).toMatchObject({
      status: "invalid",
    });
    expect(await free(" ", "").reader.answer(shown, body)).toMatchObject({ status: "refused" });
  });
});

it("a reader's version is that of its model, settings and prompt, and of no limit, price or place", () => {
  const version = (name: string, changed: Partial<StudyModel> = {}) =>
    readerNamed(name, { seed: "1", questions: [], chunks: [], models: { one: { ...models.one, ...changed } } }).version;
  const own = version("model:one");
  expect(
    version("model:one", {
      concurrency: 99,
      price: { inputUsd: 1, cachedUsd: 1, outputUsd: 2 },
      baseUrl: "http://a.example",
    }),
  ).toBe(own);
  const others = [
    version("model:one:abstain"),
    version("model:one", { temperature: 1 }),
    version("model:one", { model: "two" }),
    version("model:one", { maxOutputTokens: 10 }),
  ];
  expect(new Set([own, ...others]).size).toBe(5);
});

it("a reader of a model that the study does not name, or of a way to ask that is none, is named with what is known", () => {
  const make = (name: string) => () => readerNamed(name, { seed: "1", questions: [], chunks: [], models });
  expect(make("model:two")).toThrow("The reader model:two of study.yaml: expected model: and one of its models (one)");
  expect(make("model:one:loud")).toThrow("expected one of plain,abstain,free,a,b,c, found loud");
});
