import { describe, expect, it } from "vitest";
import { publicQuestion, sanitiseQuestions, writtenPositions } from "#lib/qa/index.ts";

const choices = ["猫", "犬", "鳥", "魚"];
const first = { question: "話題は?", choices, answer_index: 1, explanation: "x" };
const second = { question: "{TOPIC}の話は?", choices, answer_index: 2, explanation: "y" };
/** A pair whose questions have these fields changed; undefined takes a field away. */
function pair(changes: { q1?: object; q2?: object } = {}) {
  const changed = (question: object, change: object = {}) =>
    Object.fromEntries(Object.entries({ ...question, ...change }).filter(([, value]) => value !== undefined));
  return { questions: [changed(first, changes.q1), changed(second, changes.q2)] };
}

const outcome = (value: unknown, protocol: "A" | "C") => {
  const result = sanitiseQuestions(value, protocol);
  return result.status === "rejected" ? `rejected: ${result.reason}` : result.later;
};

describe("what A, and what C, make of a generated pair", () => {
  it.each([
    ["a good pair", pair(), "fine", "fine"],
    ["a third question", { questions: [...pair().questions, {}] }, "fine", "fine"],
    ["one question", { questions: [first] }, "rejected: shape", "rejected: shape"],
    ["no questions", { raw_text: "" }, "rejected: shape", "rejected: shape"],
    ["three choices", pair({ q1: { choices: choices.slice(1) } }), "rejected: shape", "rejected: shape"],
    ["five choices", pair({ q2: { choices: [...choices, "x"] } }), "rejected: shape", "rejected: shape"],
    ["a question that is no text", pair({ q2: { question: 2 } }), "rejected: shape", "rejected: shape"],
    ["an empty topic", pair({ q1: { choices: ["猫", " ", "鳥", "魚"] } }), "rejected: topic", "fine"],
    ["a letter as index", pair({ q2: { answer_index: "B" } }), "rejected: index", "rejected: index"],
    ["null as index", pair({ q2: { answer_index: null } }), "rejected: index", "rejected: index"],
    ["Q1's index 4", pair({ q1: { answer_index: 4 } }), "rejected: topic", "shuffleRaises"],
    ["Q2's index 9", pair({ q2: { answer_index: 9 } }), "rejected: index", "shuffleRaises"],
    ["Q1's index -1", pair({ q1: { answer_index: -1 } }), "rejected: index", "shuffleRaises"],
    ["no index", pair({ q2: { answer_index: undefined } }), "evaluationRaises", "shuffleRaises"],
    ["an index as text", pair({ q1: { answer_index: "2" } }), "fine", "fine"],
    ["an index as a decimal", pair({ q1: { answer_index: 2.9 } }), "fine", "fine"],
    [
      "equal choices and a slot that is left",
      pair({ q2: { question: "{topic}", choices: ["a", "a", "a", "a"] } }),
      "fine",
      "fine",
    ],
  ])("%s", (_what, value, a, c) => {
    expect(outcome(value, "A")).toBe(a);
    expect(outcome(value, "C")).toBe(c);
  });
});

describe("Q2's slot", () => {
  const filled = (value: unknown, protocol: "A" | "C" = "A") => {
    const result = sanitiseQuestions(value, protocol);
    return result.status === "accepted" ? result.questions[1].question : null;
  };

  it.each(["{TOPIC}", "<Q1正解>", "{一つ目の問の答え}"])("%s becomes Q1's right choice wherever it stands", (slot) => {
    expect(filled(pair({ q2: { question: `${slot}の${slot}` } }))).toBe("犬の犬");
  });

  it("takes choices as they are, also those that look like a pattern", () => {
    expect(filled(pair({ q1: { choices: ["猫", "$&$1", "鳥", "魚"] } }))).toBe("$&$1の話は?");
  });

  it("is filled by the first choice without an index, and by the last for -1", () => {
    expect(filled(pair({ q1: { answer_index: undefined } }))).toBe("猫の話は?");
    expect(filled(pair({ q1: { answer_index: -1 } }), "C")).toBe("魚の話は?");
  });

  it("stays in C where Q1 has no such choice", () => {
    expect(filled(pair({ q1: { answer_index: 4 } }), "C")).toBe("{TOPIC}の話は?");
  });
});

it("keeps an index as it was written, and shows an answerer only the question and its choices", () => {
  const result = sanitiseQuestions(pair({ q1: { answer_index: "2" } }), "A");
  expect(result).toMatchObject({ questions: [{ answer_index: "2", explanation: "x" }, {}] });
  expect(publicQuestion(first)).toEqual({ question: "話題は?", choices });
});

it("counts C's right positions up to a file's first bad index, a negative one from the end", () => {
  const files = [
    pair(),
    pair({ q1: { answer_index: -1 } }),
    pair({ q2: { answer_index: 9 } }),
    pair({ q1: { answer_index: "x" } }),
  ];
  expect(writtenPositions(files)).toEqual({ Q1: [1, 3, 1], Q2: [2, 2] });
});
