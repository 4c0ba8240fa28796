import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type Executed, executeFolder, shown } from "./execute.ts";
import { committedTable, tableOf } from "./tables.ts";

const root = join(import.meta.dirname, "..", "..");

let execute: (name: string) => Executed;
beforeAll(() => {
  execute = executeFolder("notebooks/explore");
}, 240_000);

it("opens the sample as a corpus and shows its videos, a query and a figure", () => {
  const run = execute("first-look");
  const [, , videos, kinds, figure] = run.cells.filter((cell) => cell.cell_type === "code").map(shown);

  const rows = (table = "") => [...table.matchAll(/<tr>(.*?)<\/tr>/g)].slice(1);
  expect(rows(videos).length).toBe(12);
  // Each comment of this log is one message, so the file says how many there must be.
  const log = readFileSync(join(root, "experiments/sample/data/twitch/9900000004_chat.json"), "utf8");
  const comments: unknown[] = JSON.parse(log).comments;
  const row = rows(videos).find(([text]) => text.includes("9900000004"));
  expect(row?.[0]).toContain(`>${comments.length}<`);

  expect(kinds).toContain("membership");
  expect(figure).toMatch(/^<svg.*pococha.*twitch.*youtube/s);
});

it("one stream: one figure of the whole stream, and what was said before its spikes", () => {
  const run = execute("one-stream");
  const html = run.cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => [data?.["text/html"] ?? ""].flat().join("")),
  );
  expect(html.filter((text) => text.includes("newPlot(element")).length).toBe(1);
  expect(html.join("")).toContain("오늘은 집밥 해 먹는 날");
  expect(tableOf(run, "Spikes")).toHaveLength(5);
  expect(tableOf(run, "Words")).toHaveLength(6);
});

it("corpus tour: SQL, Arquero and danfo count the same", () => {
  const run = execute("corpus-tour");
  const rows = (tool: string) => tableOf(run, `Messages by platform and kind: ${tool}`).map((row) => row.join(" "));
  expect(rows("SQL").length).toBeGreaterThan(6);
  expect(rows("Arquero")).toEqual(rows("SQL"));
  expect(rows("danfo").sort()).toEqual(rows("SQL").sort());
});

it("arms compared: the tables of the results, then question by question", () => {
  const run = execute("arms-compared");
  expect(tableOf(run, "Accuracy by arm")).toEqual(committedTable("arms"));
  expect(tableOf(run, "chat against none")).toEqual(committedTable("contrasts"));
  expect(tableOf(run, "All pairs of arms")).toEqual(committedTable("comparisons"));
  expect(tableOf(run, "bm25, chat against none, question by question")).toHaveLength(15);
});

it("checks: gates, information recovered and protocols are those of the results, and sensitivity is shown", () => {
  const run = execute("checks");
  expect(tableOf(run, "Leakage gates")).toEqual(committedTable("gates"));
  expect(tableOf(run, "The historical protocols")).toEqual(committedTable("protocols"));
  expect(run.cells.at(-1)?.outputs?.flatMap(({ data }) => Object.keys(data ?? {}))).toEqual([
    "text/html",
    "text/markdown",
  ]);
});

it("power: the design of the sample, and what it can find", () => {
  const run = execute("power");
  const [design] = tableOf(run, "chat against none, bm25");
  // Videos, and questions a video: the 137 questions of the contrast.
  expect([design?.[0], design?.[1]]).toEqual(["12", "11.417"]);
});
