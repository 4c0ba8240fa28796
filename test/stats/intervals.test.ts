import { expect, it } from "vitest";
import {
  betaQuantile,
  clopperPearson,
  clusteredProportion,
  clusteredT,
  clusteredVariance,
  detectableDifference,
  pairedDifference,
  tQuantile,
  wilson,
} from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { seededClusters } from "./seededClusters.ts";

// Newcombe 1998, Statistics in Medicine 17:857, table I.
const newcombe = [
  { successes: 81, trials: 263, wilson: [0.2553, 0.3662], exact: [0.2527, 0.3676] },
  { successes: 15, trials: 148, wilson: [0.0624, 0.1605], exact: [0.0578, 0.1617] },
  { successes: 0, trials: 20, wilson: [0, 0.1611], exact: [0, 0.1684] },
  { successes: 1, trials: 29, wilson: [0.0061, 0.1718], exact: [0.0009, 0.1776] },
];

it.each(newcombe)("gives Newcombe's published intervals for $successes of $trials", (row) => {
  const score = wilson(row.successes, row.trials);
  const exact = clopperPearson(row.successes, row.trials);
  expect([score.low, score.high]).toEqual(row.wilson.map((bound) => expect.closeTo(bound, 4)));
  expect([exact.low, exact.high]).toEqual(row.exact.map((bound) => expect.closeTo(bound, 4)));
});

it("says why there is no interval instead of NaN", () => {
  expect(wilson(0, 0)).toMatchObject({ value: null, low: null, reason: "no items" });
  expect(clusteredProportion([])).toMatchObject({ value: null, reason: "no items", n: 0 });
  expect(clusteredProportion([[1, 0, 1]])).toMatchObject({ low: null, high: null, reason: "one video only" });
  expect(pairedDifference([[0.5], [0.5]])).toMatchObject({ value: 0.5, low: null, reason: "no spread between videos" });
  expect(detectableDifference([[1], [1]])).toBeNull();
  expect(() => wilson(3, 2)).toThrow(RangeError);
});

it("agrees with scipy on the quantiles of t and beta", () => {
  const cases = [0.5, 0.8, 0.9, 0.975, 0.999].flatMap((p) => [1, 2, 5, 11, 39, 400].map((df) => [p, df] as const));
  const oracle = python(
    "import json,sys\nfrom scipy import stats\nc=json.load(sys.stdin)\nprint(json.dumps([[stats.t.ppf(p,d),stats.beta.ppf(p,d,3.5)] for p,d in c]))",
    cases,
  ) as [number, number][];
  cases.forEach(([p, df], i) => {
    expect(tQuantile(p, df)).toBeCloseTo(oracle[i]![0], 5);
    expect(betaQuantile(p, df, 3.5)).toBeCloseTo(oracle[i]![1], 7);
  });
});

it("agrees with an independent numpy account of the clustered variance and Korn and Graubard's interval", () => {
  const studies = Array.from({ length: 40 }, (_, i) => seededClusters(`clusters|${i}`));
  const code = `
import json, sys, numpy as np
from scipy import stats
out = []
for study in json.load(sys.stdin):
    y = np.concatenate([np.array(c, float) for c in study]); g = np.repeat(np.arange(len(study)), [len(c) for c in study])
    n, G, p = len(y), len(study), y.mean()
    u = np.bincount(g, weights=y - p, minlength=G)
    v = G / (G - 1) * (u ** 2).sum() / n ** 2
    neff = G if p in (0, 1) else n if v == 0 else min(n, p * (1 - p) / v * (stats.t.ppf(.975, n - 1) / stats.t.ppf(.975, G - 1)) ** 2)
    x = p * neff
    lo = 0 if x == 0 else stats.beta.ppf(.025, x, neff - x + 1)
    hi = 1 if x >= neff else stats.beta.ppf(.975, x + 1, neff - x)
    out.append([p, v, lo, hi])
print(json.dumps(out))`;
  const oracle = python(code, studies) as [number, number, number, number][];
  studies.forEach((study, i) => {
    const [mean, variance, low, high] = oracle[i]!;
    expect(clusteredVariance(study)).toMatchObject({
      mean: expect.closeTo(mean, 12),
      variance: expect.closeTo(variance, 12),
    });
    expect(clusteredProportion(study)).toMatchObject({ low: expect.closeTo(low, 6), high: expect.closeTo(high, 6) });
  });
});

it("widens when the items of one video agree with each other", () => {
  const alone = clusteredProportion(Array.from({ length: 40 }, (_, i) => [i % 2]));
  const together = clusteredProportion(Array.from({ length: 8 }, (_, i) => Array<number>(5).fill(i % 2)));
  expect(together.high! - together.low!).toBeGreaterThan(1.8 * (alone.high! - alone.low!));
});

it("keeps its width when every answer is right, as wide as the videos alone would give", () => {
  const all = clusteredProportion([
    [1, 1, 1],
    [1, 1],
    [1, 1, 1, 1],
  ]);
  expect(all).toMatchObject({ value: 1, high: 1, n: 9, clusters: 3 });
  expect(all.low).toBeCloseTo(clopperPearson(3, 3).low!, 12);
});

it("gives a paired t test's interval when every video has one question", () => {
  const differences = [0.2, -0.1, 0.4, 0.3, 0.0, 0.25];
  const [low, high] = python(
    "import json,sys,numpy as np\nfrom scipy import stats\nd=np.array(json.load(sys.stdin))\nprint(json.dumps(stats.t.interval(.95,len(d)-1,d.mean(),stats.sem(d))))",
    differences,
  ) as [number, number];
  const ours = pairedDifference(differences.map((d) => [d]));
  expect([ours.low, ours.high]).toEqual([expect.closeTo(low, 7), expect.closeTo(high, 7)]);
});

it("takes rounding for no spread, at any scale", () => {
  for (const score of [0.1, 1 / 3, 1e-9, 7e5]) {
    const same = [[score, score, score], [score], [score, score]];
    expect(clusteredVariance(same)!.variance).toBe(0);
    expect(clusteredT(same)).toMatchObject({ low: null, high: null, reason: "no spread between videos" });
  }
  expect(
    clusteredVariance([
      [0.1, 0.1],
      [0.1, 0.1000001],
    ])!.variance,
  ).toBeGreaterThan(0);
});
