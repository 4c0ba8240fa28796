import { expect, it } from "vitest";
import { metricsA, protocolTable, viewA } from "#lib/qa/index.ts";
import { madeStudy } from "./madeStudy.ts";

it("counts an invalid answer as wrong in A's conditional chat alone", () => {
  const study = madeStudy("table");
  const [combined, chat, conditional] = protocolTable("A", study);
  expect([combined, chat, conditional].map((row) => row?.name)).toEqual([
    "Q1.combined.all",
    "Q1.chat.all",
    "Q1.chat.combinedRight",
  ]);
  expect(combined!.counted).toBeLessThan(combined!.asked);
  expect(chat!.counted).toBeLessThan(chat!.asked);
  expect(conditional!.counted).toBe(conditional!.asked);
  const rows = protocolTable("A", study);
  expect(rows.reduce((sum, row) => sum + row.invalid, 0)).toBe(metricsA(viewA(study).rows).invalid_format_total);
});

it("has a row a stage in B, each accuracy its right over its counted, asked of ever fewer behind the gate", () => {
  const rows = protocolTable("B", madeStudy("table"));
  expect(rows.map((row) => row.alias)).toEqual(["LLM2", "LLM3", "LLM4", "LLM5", "LLM6", "LLM7", "LLM8", "LLM9"]);
  for (const row of rows) {
    expect(row.counted + row.invalid).toBe(row.asked);
    expect(row.accuracy).toBe(row.right / row.counted);
  }
  const [all, , chat, again] = rows;
  expect(all!.asked).toBeGreaterThan(again!.asked);
  expect(again!.asked).toBeGreaterThan(chat!.asked);
});
