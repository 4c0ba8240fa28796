import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { chanceCorrected, equivalence, positionBias } from "#lib/stats/index.ts";
import { python } from "../python.ts";

it("gives scipy's two one-sided t tests where every video has one question", () => {
  const studies = ["a", "b", "c", "d"].map((seed) => {
    const random = seededRandom(seed);
    return Array.from({ length: 10 }, () => random.normal() * 0.1 + 0.02);
  });
  const code = `
import json, sys, numpy as np
from scipy import stats
out = []
for d in json.load(sys.stdin):
    low = stats.ttest_1samp(d, -0.1, alternative="greater").pvalue
    high = stats.ttest_1samp(d, 0.1, alternative="less").pvalue
    out.append([max(low, high), *stats.t.interval(.9, len(d) - 1, np.mean(d), stats.sem(d))])
print(json.dumps(out))`;
  const oracle = python(code, studies) as [number, number, number][];
  studies.forEach((study, i) => {
    const [p, low, high] = oracle[i]!.map((x) => expect.closeTo(x, 7));
    expect(
      equivalence(
        study.map((d) => [d]),
        0.1,
      ),
    ).toMatchObject({ p, low, high });
  });
});

it("does not call two arms equal because there is too little to tell", () => {
  expect(equivalence([[0.5], [-0.5], [0.4]], 0.05).equivalent).toBe(false);
  expect(equivalence([[0]], 0.05)).toMatchObject({ p: null, equivalent: false, reason: "one video only" });
  expect(equivalence([], 0.05).reason).toBe("no items");
  expect(() => equivalence([[0], [1]], 0)).toThrow(RangeError);
});

it("gives a guesser 0 and a knower 1, whatever the number of choices", () => {
  const guesser = [4, 4, 4, 4, 2, 2].map((choices, i) => ({ choices, score: i === 0 || i === 4 ? 1 : 0 }));
  expect(chanceCorrected(guesser)).toBeCloseTo(0, 12);
  expect(chanceCorrected([{ score: 1, choices: 3 }])).toBe(1);
  expect(chanceCorrected([])).toBeNull();
  expect(() => chanceCorrected([{ score: 1, choices: 1 }])).toThrow(RangeError);
});

it("agrees with scipy's chi-square on positions", () => {
  const counts = [
    [30, 20, 25, 25],
    [100, 60, 71, 69],
    [0, 5],
  ];
  const code =
    "import json,sys\nfrom scipy.stats import chisquare\nprint(json.dumps([list(chisquare(c)) for c in json.load(sys.stdin)]))";
  const oracle = python(code, counts) as [number, number][];
  counts.forEach((chosen, i) => {
    const [chiSquare, p] = oracle[i]!.map((x) => expect.closeTo(x, 9));
    expect(positionBias(chosen)).toMatchObject({ chiSquare, p });
  });
  expect(positionBias([0, 0, 0, 0])).toBeNull();
  // Far beyond where one minus a probability near one has digits left.
  expect(positionBias([900, 300, 300, 300])!.p / 1.0078436e-129).toBeCloseTo(1, 3);
});
