import { beforeAll, expect, it } from "vitest";
import { type Executed, executeFolder } from "./execute.ts";
import { committedTable, tableOf } from "./tables.ts";

const ofPococha = (rows: string[][]) => rows.filter(([platform]) => platform === "pococha");

let execute: (name: string) => Executed;
beforeAll(() => {
  execute = executeFolder("notebooks/pococha");
}, 240_000);

it("list: the lives in the order of their numbers, with their files", () => {
  const run = execute("1-list");
  expect(tableOf(run, "4 lives")).toEqual(
    ["990001", "990002", "990003", "990004"].map((id) => [id, `pococha/comment_${id}.csv`, `pococha/speech_${id}.csv`]),
  );
});

it("chunk: both variants have the lives' six chunks", () => {
  const run = execute("2-chunk");
  expect(tableOf(run, "Chunks").map((row) => row[2])).toEqual(Array(8).fill("6"));
});

it("questions A: the original's metrics, and the accuracies of the results", () => {
  const run = execute("3-questions-a");
  const metrics = new Map(tableOf(run, "Metrics").map(([name = "", value]) => [name, Number(value)]));
  const total = metrics.get("q1_combined_total")!;
  expect(metrics.get("q1_combined_accuracy")).toBeCloseTo(metrics.get("q1_combined_correct_total")! / total, 3);
  expect(ofPococha(tableOf(run, "Accuracy"))).toHaveLength(6);
  expect(ofPococha(tableOf(run, "Accuracy"))).toEqual(ofPococha(committedTable("accuracy")));
});

it("questions B: the stages under their old names, and the accuracies of the results", () => {
  const run = execute("4-questions-b");
  expect(tableOf(run, "Protocol B").map((row) => row[1])).toEqual([
    "LLM2",
    "LLM3",
    "LLM4",
    "LLM5",
    "LLM6",
    "LLM7",
    "LLM8",
    "LLM9",
  ]);
  expect(ofPococha(tableOf(run, "Accuracy"))).toEqual(ofPococha(committedTable("accuracy")));
});
