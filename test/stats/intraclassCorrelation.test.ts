import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { intraclassCorrelation } from "#lib/stats/index.ts";
import { python } from "../python.ts";

it("agrees with scipy's analysis of variance on clusters of unequal size", () => {
  const { next } = seededRandom("icc");
  const clusters = Array.from({ length: 9 }, (_, g) => Array.from({ length: 2 + g }, () => next() + (g % 3) / 2));
  const expected = python(
    `
import json, sys
import numpy as np
from scipy import stats
clusters = [np.array(c) for c in json.load(sys.stdin)]
f = stats.f_oneway(*clusters).statistic
n = np.array([len(c) for c in clusters])
size = (n.sum() - (n**2).sum() / n.sum()) / (len(n) - 1)
print(json.dumps((f - 1) / (f + size - 1)))`,
    clusters,
  );
  expect(intraclassCorrelation(clusters)).toBeCloseTo(expected as number, 10);
});

it("is 1 where clusters are all alike inside, and below 0 where every cluster holds the same mixture", () => {
  expect(
    intraclassCorrelation([
      [1, 1],
      [0, 0],
      [1, 1],
    ]),
  ).toBe(1);
  expect(
    intraclassCorrelation([
      [1, 0],
      [0, 1],
      [1, 0],
    ]),
  ).toBe(-1);
});

it("is null where nothing can be said", () => {
  for (const clusters of [
    [],
    [[1, 0]],
    [[1], [0]],
    [
      [1, 1],
      [1, 1],
    ],
  ])
    expect(intraclassCorrelation(clusters)).toBeNull();
});
