import { expect, it } from "vitest";
import { findStage, passesGate, protocolStages } from "#lib/qa/index.ts";

const aliases = (protocol: "A" | "B" | "C") =>
  Object.fromEntries(protocolStages(protocol).map((stage) => [stage.alias, stage.name]));

it("names the arm behind each number of A", () => {
  expect(aliases("A")).toEqual({
    LLM2: "Q1.combined.all",
    LLM3: "Q1.chat.all",
    LLM4: "Q1.chat.combinedRight",
    LLM5: "Q2.combined.all",
    LLM6: "Q2.chat.all",
    LLM7: "Q2.chat.combinedRight",
  });
});

it("names the arm behind each number of B and C, where four of A's numbers mean something else", () => {
  expect(aliases("B")).toEqual({
    LLM2: "Q1.combined.all",
    LLM3: "Q1.none.all",
    LLM4: "Q1.chat.combinedRightNothingNot",
    LLM5: "Q1.none.combinedRightNothingNot",
    LLM6: "Q2.combined.all",
    LLM7: "Q2.none.all",
    LLM8: "Q2.chat.combinedRightNothingNot",
    LLM9: "Q2.none.combinedRightNothingNot",
  });
  expect(aliases("C")).toEqual(aliases("B"));
});

it("takes a second draw for LLM5 and LLM9 alone", () => {
  const second = (protocol: "A" | "B") =>
    protocolStages(protocol)
      .filter((s) => s.draw === 1)
      .map((s) => s.alias);
  expect(second("A")).toEqual([]);
  expect(second("B")).toEqual(["LLM5", "LLM9"]);
});

it("refuses a stage that a protocol does not have", () => {
  expect(() => findStage("A", "Q1", "none", "all")).toThrow(RangeError);
});

it("lets through what combined got right and nothing did not, an invalid nothing included", () => {
  const right = { correct: 1 } as const;
  const wrong = { correct: 0 } as const;
  const invalid = { correct: null };
  const gate = "combinedRightNothingNot";
  expect([wrong, invalid, right].map((nothing) => passesGate(gate, right, nothing))).toEqual([true, true, false]);
  expect([wrong, invalid].map((combined) => passesGate(gate, combined, wrong))).toEqual([false, false]);
  expect([right, wrong, invalid].map((combined) => passesGate("combinedRight", combined, null))).toEqual([
    true,
    false,
    false,
  ]);
  expect(passesGate("all", invalid, null)).toBe(true);
});
