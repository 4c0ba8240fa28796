import { expect, it } from "vitest";
import { executeNotebook, shown } from "./execute.ts";
import { tableOf } from "./tables.ts";

const slow = { timeout: 180_000 };

it("select: a random sample in strata beside the original's most viewed, each candidate with its reason", slow, () => {
  const run = executeNotebook("notebooks/youtube/1-select.ipynb");
  expect(run.stderr).not.toContain("Error");
  const counts = new Map(tableOf(run, "Why candidates were left out").map(([value, count]) => [value, Number(count)]));
  expect([...counts.keys()]).toEqual(expect.arrayContaining(["chosen", "outsideDates", "noTime"]));
  const strata = tableOf(run, "Strata");
  expect(strata.map(([name]) => name)).toEqual(["views 1 low", "views 2 middle", "views 3 high"]);
  expect(strata.reduce((sum, [, , chosen]) => sum + Number(chosen), 0)).toBe(30);
});

it("collect: the sample's files are in the corpus, and a command runs in a cell", slow, () => {
  const run = executeNotebook("notebooks/youtube/2-collect.ipynb");
  expect(run.stderr).not.toContain("Error");
  // README of the sample: 523, 299, 790 and 375 messages.
  expect(tableOf(run, "Videos").map((row) => row[3])).toEqual(["523", "299", "790", "375"]);
  expect(shown(run.cells.at(-1))).toContain("Usage: livecorpus collect");
});

it("transcribe: what was heard, and as SRT", slow, () => {
  const run = executeNotebook("notebooks/youtube/3-transcribe.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Speech").map(([video, utterances]) => [video, utterances])).toEqual([
    ["sample_yt01", "446"],
    ["sample_yt02", "474"],
    ["sample_yt03", "421"],
    ["sample_yt04", "440"],
  ]);
  expect(shown(run.cells.at(-1))).toMatch(/^Forms: srt.*\n1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\n/);
});

it("check transcripts: each video's status, and where the line stands", slow, () => {
  const run = executeNotebook("notebooks/youtube/4-check-transcripts.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Status").map((row) => row[1])).toEqual(["done", "done", "done", "done"]);
});

it("export chunks: ours beside the original's, which leaves out what is no text message", slow, () => {
  const run = executeNotebook("notebooks/youtube/5-export-chunks.ipynb");
  expect(run.stderr).not.toContain("Error");
  expect(tableOf(run, "Chunks").map((row) => row[1])).toEqual(["6", "6", "6", "6"]);
  expect(shown(run.cells.at(-1))).toMatch(/\n\[(CHAT|SPEECH)\] /);
});
