import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Artefact } from "#lib/report/index.ts";
import { chunkLength } from "../../experiments/chunkLength.ts";
import { lag } from "../../experiments/lag.ts";
import { rowsOf, scratchLaboratory } from "./scratchLaboratory.ts";

let scratch: Awaited<ReturnType<typeof scratchLaboratory>>;
let artefacts: Artefact[];
beforeAll(async () => {
  scratch = await scratchLaboratory();
  artefacts = await lag.run(scratch.results, scratch.laboratory);
}, 60_000);
afterAll(() => scratch.end());

describe("the tables of the lag", () => {
  test("tell the lag of 8 s that was planted in each stream, or why they tell none", () => {
    const rows = rowsOf(artefacts);
    expect(rows).toHaveLength(4);
    const told = rows.filter((row) => row.verdict === "told");
    expect(told.length).toBeGreaterThan(0);
    for (const row of told) {
      expect(Math.abs(Number(row.lag) - 8)).toBeLessThanOrEqual(2);
      expect(Number(row.lag_low)).toBeLessThanOrEqual(Number(row.lag));
      expect(Number(row.lag_high)).toBeGreaterThanOrEqual(Number(row.lag));
    }
    for (const row of rows)
      if (row.verdict !== "told") expect([row.lag, row.verdict]).toEqual(["", expect.any(String)]);
  });

  test("find every lag where two facts in five are given away, and hardly any in another stream's chat", () => {
    const rows = rowsOf(artefacts, "planted/table.csv");
    const known = rows.filter((row) => row.share === "0.4" && row.planted !== "another stream's chat");
    expect(known.map((row) => [row.planted, row.near, row.wrong])).toEqual(
      ["0", "5", "10", "20"].map((planted) => [planted, "6", "0"]),
    );
    const alarms = rows.filter((row) => row.planted === "another stream's chat");
    expect(alarms.reduce((sum, row) => sum + Number(row.wrong), 0)).toBeLessThanOrEqual(4);
  });

  test("show the study's own lag as the study found it, and the fitted one beside it", () => {
    const rows = rowsOf(artefacts, "effect/table.csv");
    expect(rows.map(({ lag: seconds, own }) => [seconds, own])).toEqual([
      ["0", "own"],
      ["auto", ""],
    ]);
    const own = scratch.results.items.filter((i) => i.arm === "chat" && i.reader === "bm25" && i.evidence !== "CHAT");
    const mean = own.reduce((sum, { score }) => sum + score!, 0) / own.length;
    expect(Number(rows[0]!.accuracy)).toBeCloseTo(mean, 3);
  });
});

test("chunks of ten minutes give the study's own numbers, shorter ones more chunks", async () => {
  const rows = rowsOf(await chunkLength.run(scratch.results, scratch.laboratory));
  expect(rows.map(({ minutes, chunks }) => [minutes, chunks])).toEqual([
    ["2", "80"],
    ["5", "32"],
    ["10", "16"],
    ["20", "8"],
  ]);
  const own = scratch.results.items.filter((i) => i.arm === "combined" && i.reader === "bm25" && i.evidence !== "CHAT");
  expect(Number(rows[2]!.combined)).toBeCloseTo(own.reduce((sum, { score }) => sum + score!, 0) / own.length, 3);
}, 30_000);
