import { beforeAll, expect, it } from "vitest";
import { type Executed, executeFolder, shown } from "./execute.ts";
import { tableOf } from "./tables.ts";

let execute: (name: string) => Executed;
beforeAll(() => {
  execute = executeFolder("notebooks/youtube");
}, 240_000);

it("select: a random sample in strata beside the original's most viewed, each candidate with its reason", () => {
  const run = execute("1-select");
  const counts = new Map(tableOf(run, "Why candidates were left out").map(([value, count]) => [value, Number(count)]));
  expect([...counts.keys()]).toEqual(expect.arrayContaining(["chosen", "outsideDates", "noTime"]));
  const strata = tableOf(run, "Strata");
  expect(strata.map(([name]) => name)).toEqual(["views 1 low", "views 2 middle", "views 3 high"]);
  expect(strata.reduce((sum, [, , chosen]) => sum + Number(chosen), 0)).toBe(30);
});

it("collect: the sample's files are in the corpus, and a command runs in a cell", () => {
  const run = execute("2-collect");
  // README of the sample: 523, 299, 790 and 375 messages.
  expect(tableOf(run, "Videos").map((row) => row[3])).toEqual(["523", "299", "790", "375"]);
  expect(shown(run.cells.at(-1))).toContain("Usage: livecorpus collect");
});

it("transcribe: what was heard, and as SRT", () => {
  const run = execute("3-transcribe");
  expect(tableOf(run, "Speech").map(([video, utterances]) => [video, utterances])).toEqual([
    ["sample_yt01", "446"],
    ["sample_yt02", "474"],
    ["sample_yt03", "421"],
    ["sample_yt04", "440"],
  ]);
  expect(shown(run.cells.at(-1))).toMatch(/^Forms: srt.*\n1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\n/);
});

it("check transcripts: each video's status, and where the line stands", () => {
  const run = execute("4-check-transcripts");
  expect(tableOf(run, "Status").map((row) => row[1])).toEqual(["done", "done", "done", "done"]);
});

it("export chunks: ours beside the original's, which leaves out what is no text message", () => {
  const run = execute("5-export-chunks");
  expect(tableOf(run, "Chunks").map((row) => row[1])).toEqual(["6", "6", "6", "6"]);
  expect(shown(run.cells.at(-1))).toMatch(/\n\[(CHAT|SPEECH)\] /);
});
