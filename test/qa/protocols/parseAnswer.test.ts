import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { parseAnswerA, parseAnswerBC, recoverJson } from "#lib/qa/index.ts";
import { oracle } from "./oracle.ts";

const valid = (choice: number) => ({ outcome: "valid", choice, invalidFormat: 0 });
const invalid = (choice: number | null = null) => ({ outcome: "invalid", choice, invalidFormat: 1 });
const dropped = { outcome: "dropped", choice: null, invalidFormat: 0 };

describe("what A, and what B and C, make of one reply", () => {
  it.each([
    ["an index", { answers: { q1_index: 3 } }, valid(3), valid(3)],
    ["a text that is an index", { answers: { q1_index: " ２ " } }, valid(2), valid(2)],
    ["a decimal", { answers: { q1_index: 2.9 } }, valid(2), valid(2)],
    ["true", { answers: { q1_index: true } }, valid(1), valid(1)],
    ["an index out of range", { answers: { q1_index: 4 } }, invalid(4), invalid()],
    ["a negative index", { answers: { q1_index: -1 } }, invalid(-1), invalid()],
    ["null", { answers: { q1_index: null } }, invalid(), invalid()],
    ["a letter", { answers: { q1_index: "B" } }, invalid(), invalid()],
    ["an index under another name", { answers: { index: 2 } }, dropped, valid(2)],
    ["that, out of range", { answers: { index: 9 } }, dropped, invalid()],
    ["null, and an index under another name", { answers: { q1_index: null, index: 2 } }, invalid(), invalid()],
    ["the other question's index", { answers: { q2_index: 2 } }, dropped, invalid()],
    ["no answers", {}, dropped, invalid()],
    ["a list of answers", { answers: [2] }, dropped, invalid()],
    ["a text for answers", { answers: "2" }, dropped, invalid()],
    ["null for answers", { answers: null }, dropped, invalid()],
    ["a lost reply", { raw_text: "" }, dropped, invalid()],
    ["a list", [1], dropped, invalid()],
    ["a bare number", 2, dropped, invalid()],
    ["a bare number for answers", { answers: 2 }, { outcome: "crash", choice: null, invalidFormat: 0 }, invalid()],
  ])("%s", (_what, value, a, bc) => {
    expect(parseAnswerA(value, "Q1")).toEqual(a);
    expect(parseAnswerBC(value, "Q1")).toEqual(bc);
  });

  it("does not find an index on the way up to Object", () => {
    expect(parseAnswerBC({ answers: Object.create({ q1_index: 2 }) }, "Q1")).toEqual(invalid());
  });
});

describe("the ladder", () => {
  const object = { answers: { q1_index: 2 } };
  const text = JSON.stringify(object);
  it.each([
    ["the whole text", `\n ${text} \n`],
    ["a fence with a label", `\`\`\`json\n${text}\n\`\`\``],
    ["a fence without one", `so: \`\`\`${text}\`\`\` {never mind}`],
    ["the first of two fences", `\`\`\`${text}\`\`\` or \`\`\`{"answers": {}}\`\`\``],
    ["from the first brace to the last", `答えは ${text} です`],
    ["a fence that does not close", `\`\`\`json\n${text}`],
  ])("finds the object in %s", (_what, reply) => {
    expect(recoverJson(reply)).toEqual(object);
  });

  it.each(["", "2 or 3", "}{", "{a}", '{"answers": {"q1_index": 2}'])("gives up on %j and keeps the text", (reply) => {
    expect(recoverJson(reply)).toEqual({ raw_text: reply });
  });

  it.each([
    ["fences that do not close", "```{".repeat(200_000)],
    ["quotation marks that do not close", `"${'\\"'.repeat(200_000)}`],
    ["brackets that do not close", "[".repeat(200_000)],
  ])("has soon read a long reply of %s", (_what, reply) => {
    const startMs = performance.now();
    expect(recoverJson(reply)).toEqual({ raw_text: reply });
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  it.each(["0", "[]", "{}", "null", '""', "false", "-0.0"])("loses %s under C alone", (reply) => {
    expect(recoverJson(reply, "C")).toEqual({ raw_text: reply });
    expect(recoverJson(reply, "A")).toEqual(JSON.parse(reply));
    expect(recoverJson(reply, "B")).toEqual(JSON.parse(reply));
  });

  it("reads NaN and Infinity as Python does, and leaves them alone inside texts", () => {
    expect(recoverJson('{"answers": {"q1_index": NaN}, "why": "NaN, \\"Infinity\\""}')).toEqual({
      answers: { q1_index: null },
      why: 'NaN, "Infinity"',
    });
    expect(recoverJson("{NaN: 1}")).toEqual({ raw_text: "{NaN: 1}" });
  });
});

it("agrees with an independent ladder in Python on thousands of damaged replies", () => {
  const random = seededRandom("replies");
  const pieces = [
    '{"answers": {"q1_index": 2}}',
    '{"answers": {"q2_index": "3"}}',
    '{"answers": {"index": 1.5}}',
    '{"answers": 2}',
    '{"answers": [1]}',
    '{"answers": {"q1_index": -1, "q2_index": NaN}}',
    "```json",
    "```",
    "{",
    "}",
    "\n",
    '"',
    "答え",
    "[]",
    "null",
    "NaN",
    ",",
  ];
  const cases = Array.from({ length: 4000 }, (_, i) => {
    const reply = Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join("");
    return [random.pick(["A", "B", "C"] as const), i % 2 ? "Q1" : "Q2", reply] as const;
  });
  const ours = cases.map(([protocol, question, reply]) => {
    const value = recoverJson(reply, protocol);
    const { outcome, choice, invalidFormat } = (protocol === "A" ? parseAnswerA : parseAnswerBC)(value, question);
    if (outcome === "crash") return "crash";
    return protocol === "A" ? [choice, outcome === "valid", invalidFormat] : [choice, invalidFormat];
  });
  expect(ours).toEqual(oracle(["read"], cases));
});
