import { describe, expect, it } from "vitest";
import { evidenceOf, scoreAnswers } from "#lib/qa/index.ts";
import type { Answer, Question } from "#lib/records/index.ts";

const question = (id: string, sources: ("CHAT" | "SPEECH")[]): Question => ({
  id,
  chunk: { video: { platform: "twitch", id: "v1" }, index: 1 },
  kind: "detail",
  language: "en",
  stem: "What?",
  choices: ["a", "b", "c", "d"],
  answer: 2,
  evidence: sources.map((source, line) => ({ line, source })),
  distractorsFrom: [null, null, null, null],
  writer: { name: "cloze", version: "1", seed: "1" },
});
const questions = [question("q1", ["SPEECH"]), question("q2", ["CHAT", "SPEECH"])];
const answer = (fields: Partial<Answer>): Answer => ({
  question: "q1",
  arm: "chat",
  reader: "r",
  order: [0, 1, 2, 3],
  draw: 0,
  status: "answered",
  shown: "",
  ...fields,
});

describe("scoring answers", () => {
  it("averages orders and draws by question, reading the choice through its order", () => {
    const items = scoreAnswers(
      questions,
      [
        answer({ choice: 2 }),
        answer({ choice: 0, order: [2, 3, 0, 1] }),
        answer({ choice: 0, draw: 1 }),
        answer({ choice: 1, order: [2, 3, 0, 1], draw: 1 }),
      ],
      { invalid: "excluded" },
    );
    expect(items).toEqual([
      {
        question: "q1",
        video: "twitch/v1",
        platform: "twitch",
        kind: "detail",
        evidence: "SPEECH",
        arm: "chat",
        reader: "r",
        score: 0.5,
        answers: 4,
        invalid: 0,
        notApplicable: 0,
      },
    ]);
  });

  it("leaves answers without a choice out, or counts them as wrong, and counts them either way", () => {
    const answers = [
      answer({ choice: 2 }),
      answer({ status: "invalid", draw: 1 }),
      answer({ status: "refused", draw: 2 }),
    ];
    const score = (invalid: "excluded" | "wrong") => scoreAnswers(questions, answers, { invalid })[0];
    expect(score("excluded")).toMatchObject({ score: 1, answers: 3, invalid: 2 });
    expect(score("wrong")!.score).toBeCloseTo(1 / 3, 12);
    expect(score("wrong")).toMatchObject({ invalid: 2 });
  });

  it("has no score where nothing was shown, under either policy", () => {
    for (const invalid of ["excluded", "wrong"] as const)
      expect(scoreAnswers(questions, [answer({ status: "notApplicable" })], { invalid })[0]).toMatchObject({
        score: null,
        notApplicable: 1,
        invalid: 0,
      });
  });

  it("keeps arms, readers and questions apart, and leaves out what a gate does not pass", () => {
    const answers = [
      answer({ choice: 2 }),
      answer({ choice: 2, arm: "speech" }),
      answer({ choice: 2, reader: "s" }),
      answer({ choice: 2, question: "q2" }),
      answer({ choice: 2, question: "gone" }),
    ];
    expect(scoreAnswers(questions, answers, { invalid: "excluded" })).toHaveLength(4);
    const gated = scoreAnswers(questions, answers, { invalid: "excluded", passes: ({ id }) => id === "q2" });
    expect(gated.map((item) => item.question)).toEqual(["q2"]);
  });

  it("labels a question by where its evidence lies", () => {
    expect(evidenceOf(questions[0]!)).toBe("SPEECH");
    expect(evidenceOf(questions[1]!)).toBe("BOTH");
    expect(evidenceOf(question("q", ["CHAT"]))).toBe("CHAT");
    expect(evidenceOf(question("q", []))).toBe("NONE");
  });
});
