import { expect, test } from "vitest";
import { injectedLeak } from "../../experiments/injectedLeak.ts";
import type { CorpusLaboratory } from "../../experiments/studyResults.ts";
import { scriptedStudy } from "./scriptedStudy.ts";

const csvOf = async (readers: Parameters<typeof scriptedStudy>[0]["readers"]) => {
  const results = scriptedStudy({ videos: 6, chunks: 4, readers, study: { gates: { minCombinedChars: 0 } } });
  const made = await injectedLeak.run(results, {} as CorpusLaboratory);
  return made.find(({ path }) => path === "table.csv")!.text;
};

test("an untouched study passes each gate, and what leaks in half of it is found", async () => {
  const csv = await csvOf({
    bm25: ({ arm, draw, chunk, kind }) => (arm === "none" ? (chunk + draw + kind.length) % 4 : 0),
  });
  expect(csv).toMatch(/^guessable,nothing: the study as it is,,1,0\.00,/m);
  const known = csv.split("\n").find((line) => line.startsWith("guessable,a reader knows the answers"))!;
  expect(Number(known.split(",").at(-1))).toBeGreaterThan(0.5);
  expect(csv).toMatch(/^seenInExample,questions of the study are examples of a prompt,questions,10,,1\.00,/m);
});

test("a leak that a study has no place for has no row", async () => {
  const csv = await csvOf({ oracle: () => 0 });
  expect(csv).toContain("the right choice repeats the words of the question");
  expect(csv).not.toContain("a control arm shows");
  expect(csv).not.toContain("a reader knows the answers");
});
