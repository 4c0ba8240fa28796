import { expect, it } from "vitest";
import { comparisons } from "../../experiments/comparisons.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, scriptedStudy, tableOf } from "./scriptedStudy.ts";

const arms = ["combined", "chat", "speech", "none"];
const results = scriptedStudy({
  videos: 7,
  chunks: 6,
  readers: {
    reader: ({ arm, video, chunk }) => {
      const known = { combined: 5, speech: 4 + (video % 2), chat: 2 + (video % 4), none: 2 - (video % 2) }[
        arm as "chat"
      ];
      return chunk <= known ? 0 : 1;
    },
    other: () => 0,
  },
  study: { arms },
});

it("gives for all pairs of arms the p-values of every sign pattern, adjusted as by hand in numpy", async () => {
  const expected = python(
    `${pythonScores}
from itertools import combinations, product
arms = ${JSON.stringify(arms)}
videos = sorted(set(video.values()))
plain = []
for x, y in combinations(arms, 2):
    a, b = mean["reader", x], mean["reader", y]
    t = np.array([sum(a[q] - b[q] for q in a if video[q] == v) for v in videos])
    signs = np.array(list(product([1, -1], repeat=len(t))))
    plain.append(np.mean(np.abs(signs @ t) >= abs(t.sum()) - 1e-9))
plain = np.array(plain)
order, m = np.argsort(plain), len(plain)
holm, rate = np.empty(m), np.empty(m)
holm[order] = np.minimum(1, np.maximum.accumulate(plain[order] * np.arange(m, 0, -1)))
rate[order] = np.minimum(1, np.minimum.accumulate((plain[order] * m / np.arange(1, m + 1))[::-1])[::-1])
print(json.dumps([list(plain), list(holm), list(rate)]))`,
    results,
  ) as number[][];
  const rows = [...(await rowsOf(comparisons, results)).values()];
  expect(rows.map(({ contrast }) => contrast)).toEqual([
    "combined - chat",
    "combined - speech",
    "combined - none",
    "chat - speech",
    "chat - none",
    "speech - none",
  ]);
  ["p", "holm", "rate"].forEach((key, i) => {
    expect(rows.map((row) => row[key])).toEqual(expected[i]!.map((p) => expect.closeTo(p, 6)));
  });
});

it("says how many findings each way of counting leaves", async () => {
  const { table } = await tableOf(comparisons, results);
  const count = (column: number) =>
    table.rows.filter(({ values }) => String(values.found).split(", ")[column] === "yes").length;
  expect(table.notes[1]).toContain(`6 tests: without any adjustment ${count(0)} are at most 0.05`);
  expect(count(0)).toBeGreaterThan(count(1));
});
