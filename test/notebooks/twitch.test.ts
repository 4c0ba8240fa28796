import { beforeAll, expect, it } from "vitest";
import { type Executed, executeFolder } from "./execute.ts";
import { committedTable, tableOf } from "./tables.ts";

let execute: (name: string) => Executed;
beforeAll(() => {
  execute = executeFolder("notebooks/twitch");
}, 240_000);

it("select: strata of length, at most two of a channel", () => {
  const run = execute("1-select");
  expect(tableOf(run, "Strata").map(([name]) => name)).toEqual([
    "duration 1 low",
    "duration 2 middle",
    "duration 3 high",
  ]);
});

it("collect: the sample's files are in the corpus", () => {
  const run = execute("2-collect");
  expect(tableOf(run, "Videos").map((row) => row[3])).toEqual(["734", "780", "373", "614"]);
});

it("transcribe: what was heard", () => {
  const run = execute("3-transcribe");
  expect(tableOf(run, "Speech").map((row) => row[1])).toEqual(["536", "583", "468", "514"]);
});

it("chunk: the original's chat is all in the first chunk, and lags are those of the results", () => {
  const run = execute("4-chunk");
  const lines = tableOf(run, "Lines");
  expect(lines.map((row) => row[2])).toEqual(["2501", "0", "0", "0", "0", "0"]);
  expect(lines.every((row) => Number(row[1]) > 300)).toBe(true);
  const lags = committedTable("lag").filter(([platform]) => platform === "twitch");
  expect(lags).toHaveLength(4);
  expect(tableOf(run, "How long after speech")).toEqual(lags);
});

it("questions: protocol C, and the accuracies of the results", () => {
  const run = execute("5-questions");
  expect(tableOf(run, "Protocol C")).toHaveLength(8);
  const ofTwitch = (rows: string[][]) => rows.filter(([platform]) => platform === "twitch");
  expect(ofTwitch(tableOf(run, "Accuracy"))).toHaveLength(6);
  expect(ofTwitch(tableOf(run, "Accuracy"))).toEqual(ofTwitch(committedTable("accuracy")));
});
