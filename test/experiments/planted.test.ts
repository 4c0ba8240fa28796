import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "#lib/effects/index.ts";
import { type PlantedRun, runPlanted } from "../../experiments/planted.ts";

let folder: string;
let run: PlantedRun;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-planted-"));
  const laboratory = {
    clock: fixedClock("2026-01-01T00:00:00Z"),
    makeFolder: () => mkdtemp(join(folder, "run-")),
  };
  run = await runPlanted(laboratory, 0.5);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const itemsOf = (arm: string) => run.results.items.filter((item) => item.arm === arm);
const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe("a planted leak, through import, chunks, questions and answers", () => {
  it("asks questions of every platform and language", () => {
    const asked = new Set(run.results.questions.map(({ chunk, language }) => `${chunk.video.platform} ${language}`));
    expect([...asked].sort()).toEqual(["pococha ko", "twitch en", "youtube ja"]);
    expect(run.results.questions.length).toBeGreaterThan(60);
  });

  it("finds the evidence in chat for exactly the share of questions whose answer a search of the messages finds", () => {
    const inChat = itemsOf("chat").filter(({ evidence }) => evidence === "BOTH" || evidence === "CHAT");
    expect(inChat.length / itemsOf("chat").length).toBe(run.shownQuestions);
  });

  it("is always right with chat and speech, and with chat alone right where the fact leaked and as good as none elsewhere", () => {
    expect(itemsOf("combined").every(({ score }) => score === 1)).toBe(true);
    const guesses = new Map(itemsOf("none").map(({ question, score }) => [question, score]));
    for (const { question, evidence, score } of itemsOf("chat"))
      expect(score).toBe(evidence === "SPEECH" ? guesses.get(question) : 1);
  });

  it("guesses one in four", () => {
    // Four standard errors of one guess for each of the four orders of choices.
    const guesses = 4 * itemsOf("none").length;
    expect(Math.abs(mean(itemsOf("none").map(({ score }) => score!)) - 0.25)).toBeLessThan(
      4 * Math.sqrt((0.25 * 0.75) / guesses),
    );
  });
});
