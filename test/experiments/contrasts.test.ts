import { expect, it } from "vitest";
import { contrasts } from "../../experiments/contrasts.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, scriptedStudy } from "./scriptedStudy.ts";

// Takes a position whatever stands there: right on one of four rotations, so never on most of them.
const results = scriptedStudy({
  videos: 8,
  chunks: 5,
  readers: { blind: ({ arm, order, chunk }) => (arm === "none" && chunk % 2 === 0 ? order[1]! : order[0]!) },
});

it("gives McNemar's test one answer a question, in the written order, as studies that ask once do", async () => {
  const p = python(
    `${pythonScores}
once = {}
for a in sorted(data["answers"], key=lambda a: (a["draw"], a["order"])):
    once.setdefault((a["arm"], a["question"]), a["order"][a["choice"]] == right[a["question"]])
only = [sum(once["chat", q] == x and once["none", q] == (not x) for q in right) for x in (True, False)]
print(json.dumps([only, stats.binomtest(only[0], sum(only), 0.5).pvalue]))`,
    results,
  ) as [number[], number];
  const row = (await rowsOf(contrasts, results)).get("blind/chat - none")!;
  expect(p[0]).toEqual([32, 0]);
  expect(row).toMatchObject({ n: 80, difference: { value: 0 }, mcnemar: expect.closeTo(p[1], 12) });
});
