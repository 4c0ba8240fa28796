import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusteredLogit, clusteredProportion, clusteredT, type Interval } from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { seededClusters } from "./seededClusters.ts";

const study = [
  [1, 1, 0],
  [1, 0, 0, 0, 1],
  [1, 1, 1, 0],
  [0, 0, 1],
  [1, 1, 1, 1, 1, 0],
  [0, 1],
  [1, 0, 1, 1],
];

it("gives R's survey interval on a JK1 design once the added halves no longer weigh", () => {
  // R 4.2.2, survey 4.1-1: confint(svyciprop(~y, as.svrepdesign(design, type = "JK1"), method = "logit", df = 6)).
  const copies = study.map((items) => Array.from({ length: 5000 }, () => items).flat());
  expect(clusteredLogit(copies)).toMatchObject({ low: expect.closeTo(0.409132, 5), high: expect.closeTo(0.806716, 5) });
});

it("stands beside an interval that is R's svyciprop(method = 'beta')", () => {
  expect(clusteredProportion(study)).toMatchObject({
    low: expect.closeTo(0.414204785999, 7),
    high: expect.closeTo(0.812871011816, 7),
  });
});

it("agrees with a numpy account of the jackknife of log odds", () => {
  const studies = Array.from({ length: 30 }, (_, i) => seededClusters(`logit|${i}`)).filter(
    (clusters) => new Set(clusters.flat()).size > 1,
  );
  const code = `
import json, sys, numpy as np
from scipy import stats, special
out = []
for study in json.load(sys.stdin):
    y = np.concatenate([np.array(c, float) for c in study]); g = np.repeat(np.arange(len(study)), [len(c) for c in study]); G = len(study)
    f = lambda v: np.log((v.sum() + .5) / ((1 - v).sum() + .5))
    t = np.array([f(y[g != h]) for h in range(G)])
    se = np.sqrt((G - 1) ** 2 / G * t.var(ddof=1)); h = stats.t.ppf(.975, G - 1) * se
    out.append([special.expit(f(y) - h), special.expit(f(y) + h)])
print(json.dumps(out))`;
  const oracle = python(code, studies) as [number, number][];
  expect(studies.length).toBeGreaterThan(20);
  studies.forEach((clusters, i) => {
    const [low, high] = oracle[i]!;
    expect(clusteredLogit(clusters)).toMatchObject({ low: expect.closeTo(low, 7), high: expect.closeTo(high, 7) });
  });
});

it("stays finite when all errors are in one video, and inside 0 to 1", () => {
  const { low, high } = clusteredLogit([
    [1, 1, 1],
    [1, 1],
    [0, 0, 1],
    [1, 1, 1, 1],
  ]);
  expect(low).toBeGreaterThan(0);
  expect(high).toBeLessThan(1);
});

it("never leaves out the observed proportion", () => {
  const { value, low, high } = clusteredLogit([
    [0.75, 0.75],
    [0.75, 0.7501],
    [0.75, 0.75],
  ]);
  expect(low).toBeLessThanOrEqual(value!);
  expect(high).toBeGreaterThanOrEqual(value!);
});

it("is Korn and Graubard's interval, by name, where videos do not differ", () => {
  for (const same of [
    [[1, 1], [1]],
    [[0], [0, 0]],
    [
      [1, 0],
      [0, 1],
    ],
    [[1, 0, 1]],
    [],
  ])
    expect(clusteredLogit(same)).toEqual(clusteredProportion(same));
});

it("covers an accuracy of 0.9 in 12 videos about 95 times in 100, where the t interval covers it too rarely", () => {
  const random = seededRandom("logit coverage");
  let logit = 0;
  let t = 0;
  for (let s = 0; s < 1000; s++) {
    const clusters = Array.from({ length: 12 }, () => {
      // Beta(9, 1): mean 0.9, intra-class correlation 1/11.
      const accuracy = random.next() ** (1 / 9);
      return Array.from({ length: 15 }, () => Number(random.next() < accuracy));
    });
    const holds = ({ low, high }: Interval) => Number(low !== null && low <= 0.9 && high! >= 0.9);
    logit += holds(clusteredLogit(clusters));
    t += holds(clusteredT(clusters));
  }
  // Three standard deviations of a binomial(1000, 0.95) are 21 on either side of 950.
  expect(logit).toBeGreaterThan(929);
  expect(logit).toBeLessThan(971);
  expect(t).toBeLessThan(929);
});
