import { describe, expect, it } from "vitest";
import { experiments } from "../../experiments/index.ts";
import type { CorpusLaboratory, Experiment } from "../../experiments/studyResults.ts";
import { type Scripted, scriptedStudy } from "./scriptedStudy.ts";

/** Those that run the line again or simulate studies of their own have tests of their own. */
const others = "corpus degradation chunkLength lag sensitivity injectedLeak makespan coverage planted powerCheck".split(
  " ",
);
const counting = experiments.filter(({ name }) => !others.includes(name));

const first: Scripted = ({ order }) => order[0]!;
const studies = {
  "of one video with one chunk": { videos: 1, chunks: 1, readers: { bm25: first } },
  "whose answers are all right": { videos: 3, chunks: 2, readers: { bm25: () => 0 } },
  "whose answers are all wrong": { videos: 3, chunks: 2, readers: { bm25: () => 1 } },
  "with no valid answer": { videos: 3, chunks: 2, readers: { bm25: () => "invalid" } },
  "whose arms show nothing": { videos: 3, chunks: 2, readers: { bm25: () => "notApplicable" } },
  "with questions of two choices": { videos: 3, chunks: 2, readers: { bm25: first }, choices: 2 },
  "asked once in the written order": { videos: 3, chunks: 2, readers: { bm25: first }, study: { orders: ["written"] } },
  "with two arms": { videos: 3, chunks: 2, readers: { bm25: first }, study: { arms: ["chat", "none"] } },
  "whose title would be a page": {
    videos: 2,
    chunks: 1,
    readers: { bm25: first },
    study: { title: '"猫" <script>alert(1)</script> 개 \u202e& 100 % $x_y$', notes: ["p < 0.05 </script>"] },
  },
} satisfies Record<string, Parameters<typeof scriptedStudy>[0]>;

describe.each(Object.entries(studies))("a study %s", (_, options) => {
  const results = scriptedStudy(options);

  it.each(counting.map((each): [string, Experiment] => [each.name, each]))(
    "is told by %s without a number that is none",
    async (name, { run }) => {
      for (const { path, text } of await run(results, never)) {
        // The page of a figure loads its library by a script of its own, which names undefined.
        if (!path.endsWith("figure.html"))
          expect([name, path, /NaN|Infinity|undefined|\[object|(?<!\\)<script/.exec(text)?.[0]]).toEqual([
            name,
            path,
            undefined,
          ]);
      }
    },
  );
});

const never = {} as CorpusLaboratory;
