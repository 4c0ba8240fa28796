import { expect, it } from "vitest";
import { executeNotebook } from "./execute.ts";
import { committedTable, tableOf } from "./tables.ts";

const slow = { timeout: 180_000 };

it("select: strata of length, at most two of a channel", slow, () => {
  const run = executeNotebook("notebooks/twitch/1-select.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Strata").map(([name]) => name)).toEqual([
    "duration 1 low",
    "duration 2 middle",
    "duration 3 high",
  ]);
});

it("collect: the sample's files are in the corpus", slow, () => {
  const run = executeNotebook("notebooks/twitch/2-collect.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Videos").map((row) => row[3])).toEqual(["734", "780", "373", "614"]);
});

it("transcribe: what was heard", slow, () => {
  const run = executeNotebook("notebooks/twitch/3-transcribe.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Speech").map((row) => row[1])).toEqual(["536", "583", "468", "514"]);
});

it("chunk: the original's chat is all in the first chunk, and lags are those of the results", slow, () => {
  const run = executeNotebook("notebooks/twitch/4-chunk.ipynb");
  expect(run.stderr).not.toContain("Error");
  const lines = tableOf(run, "Lines");
  expect(lines.map((row) => row[2])).toEqual(["2501", "0", "0", "0", "0", "0"]);
  expect(lines.every((row) => Number(row[1]) > 300)).toBe(true);
  const lags = committedTable("lag").filter(([platform]) => platform === "twitch");
  expect(lags).toHaveLength(4);
  expect(tableOf(run, "How long after speech")).toEqual(lags);
});

it("questions: protocol C, and the accuracies of the results", slow, () => {
  const run = executeNotebook("notebooks/twitch/5-questions.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Protocol C")).toHaveLength(8);
  const ofTwitch = (rows: string[][]) => rows.filter(([platform]) => platform === "twitch");
  expect(ofTwitch(tableOf(run, "Accuracy"))).toHaveLength(6);
  expect(ofTwitch(tableOf(run, "Accuracy"))).toEqual(ofTwitch(committedTable("accuracy")));
});
