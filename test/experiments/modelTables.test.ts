import { expect, it } from "vitest";
import { StudyModel } from "#lib/records/index.ts";
import { usage } from "../../experiments/usage.ts";
import { verification } from "../../experiments/verification.ts";
import { rowsOf } from "./scratchLaboratory.ts";
import { scriptedStudy } from "./scriptedStudy.ts";

const models = { one: StudyModel.parse({ provider: "openai", model: "one" }) };
const study = () =>
  scriptedStudy({
    videos: 4,
    chunks: 2,
    readers: { "model:one": ({ arm, kind }) => (arm === "chat" && kind === "topic" ? "refused" : 0) },
    study: { models },
  });
const never = {} as never;

it("usage counts how answers ended, their tokens and their cost, by reader", async () => {
  const results = study();
  results.answers = results.answers.map((answer) => ({
    ...answer,
    usage: { inputTokens: 100, cachedTokens: 50, outputTokens: 5, costUsd: 0.001 },
    modelVersion: "one-2026",
  }));
  const [row] = rowsOf(await usage.run(results, never));
  const asked = results.answers.length;
  expect(row).toMatchObject({ reader: "model:one", model: "one", versions: "one-2026" });
  expect(Number(row!.input)).toBe(100 * asked);
  expect(Number(row!.cached)).toBe(50 * asked);
  expect(Number(row!.usd)).toBeCloseTo(0.001 * asked, 9);
  expect(Number(row!.refused)).toBe(asked / 6);
});

it("verification counts each outcome, and a line of chat that the verifier alone found", async () => {
  const results = study();
  results.questions = results.questions.map((question, i) => ({
    ...question,
    verified: {
      by: "model:two",
      version: "1",
      outcome: i % 4 === 0 ? ("another" as const) : ("agrees" as const),
      right: [i % 4 === 0 ? 1 : 0],
      evidence: [{ line: 1, source: "CHAT" as const }],
    },
  }));
  const rows = rowsOf(await verification.run(results, never)).filter(({ kind }) => kind === "all");
  const found = Object.fromEntries(rows.map((row) => [row.what, [Number(row.questions), Number(row.spoken)]]));
  expect(found).toMatchObject({
    all: [16, 0],
    agrees: [12, 0],
    another: [4, 0],
    none: [0, 0],
    "another source than the writer's": [8, 0],
  });
});

it("verification says how far two models agree on where the evidence lies, beyond chance", async () => {
  const results = study();
  const found = { by: "model:two", version: "1", outcome: "agrees" as const, right: [0] };
  // The writer: SPEECH for the first chunk of each video, BOTH for the second. The verifier: the same, but for the first video.
  results.questions = results.questions.map((question) => ({
    ...question,
    verified: {
      ...found,
      evidence: question.chunk.video.id === "v1" ? [{ line: 0, source: "SPEECH" as const }] : question.evidence,
    },
  }));
  const unread = { ...found, outcome: "unread" as const, right: [], evidence: [] };
  results.questions.push({ ...results.questions[0]!, id: "unread", verified: unread });
  const [all] = rowsOf(await verification.run(results, never));
  // Of 16, 14 agree; by chance 8/16 x 10/16 + 8/16 x 6/16 = 1/2 would: (7/8 - 1/2) / (1/2) = 3/4.
  expect(Number(all!.kappa)).toBeCloseTo(0.75, 2);
  expect(Number(all!.kappa_low)).toBeLessThan(0.75);
  expect(all!.kappa_high).not.toBe("");
});

it("a study without models has neither table", async () => {
  const results = scriptedStudy({ videos: 2, chunks: 2, readers: { bm25: () => 0 } });
  expect([await usage.run(results, never), await verification.run(results, never)]).toEqual([[], []]);
});
