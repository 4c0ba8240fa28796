import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import type { ScoredItem } from "#lib/qa/index.ts";
import { accuracyOf } from "../../experiments/accuracy.ts";
import { byVideo } from "../../experiments/byVideo.ts";
import { type CoverageCell, coverageCells, questionsOfVideos } from "../../experiments/coverageCells.ts";
import { intervalMethods } from "../../experiments/intervalMethods.ts";
import { methodCoverage, pickInterval } from "../../experiments/pickInterval.ts";
import { python } from "../python.ts";

const design = {
  intraclassCorrelations: [0, 0.05, 0.2],
  accuracies: [0.25, 0.6, 0.9],
  methods: intervalMethods,
  seeds: [1],
  studies: 1000,
};
const withTwelve = coverageCells({ ...design, videos: [12] });
const picked = intervalMethods.find(({ name }) => name === pickInterval(withTwelve, 12).method)!;

describe("the interval of the tables", () => {
  it("is the one that holds the truth best in studies of twelve videos, the sample's own number", () => {
    const items = [0.25, 1, 0, 1, 0.5, 1].map((score, i) => ({ score, video: `v${i % 3}`, invalid: 0 }) as ScoredItem);
    const expected = picked.of(
      byVideo(items, ({ score }) => score!),
      seededRandom("none").next,
    );
    expect(accuracyOf(items).accuracy).toEqual(expected);
  });

  it("holds the truth in 93 to 97 of 100 studies of 40 and of 80 videos, in every cell", () => {
    const cells = coverageCells({ ...design, methods: [picked], videos: [40, 80] });
    for (const videos of [40, 80]) {
      const [{ lowest, highest }] = methodCoverage(cells, videos) as [ReturnType<typeof methodCoverage>[number]];
      expect(lowest).toBeGreaterThanOrEqual(0.93);
      expect(highest).toBeLessThanOrEqual(0.97);
    }
  }, 30_000);
});

it("counts as often as binomial probabilities say where questions are independent", () => {
  // Wilson's interval of 144 independent answers: the probability of the counts whose interval holds the truth, by scipy.
  const code = `
import json, sys, numpy as np
from scipy.stats import binom
n, z = json.load(sys.stdin), 1.959963984540054
x = np.arange(n + 1); p = x / n
centre = (p + z * z / (2 * n)) / (1 + z * z / n); half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
print(json.dumps([[binom.pmf(x[centre + half < a], n, a).sum(), binom.pmf(x[centre - half > a], n, a).sum()] for a in (.25, .6, .9)]))`;
  const questions = 4 * questionsOfVideos.reduce((sum, each) => sum + each, 0);
  const oracle = python(code, questions) as [number, number][];
  [0.25, 0.6, 0.9].forEach((accuracy, i) => {
    const cell = withTwelve.find(
      (one) => one.intraclassCorrelation === 0 && one.accuracy === accuracy && one.method === "Wilson, videos ignored",
    )!;
    const [tooLow, tooHigh] = oracle[i]!;
    // Three and a half standard errors of a count of 1,000.
    const margin = (share: number) => 3.5 * Math.sqrt((share * (1 - share)) / 1000);
    expect(Math.abs(cell.tooLow / 1000 - tooLow)).toBeLessThan(margin(tooLow));
    expect(Math.abs(cell.tooHigh / 1000 - tooHigh)).toBeLessThan(margin(tooHigh));
    expect(cell.covered + cell.tooLow + cell.tooHigh + cell.none).toBe(1000);
  });
});

describe("pickInterval", () => {
  const cell = (method: string, accuracy: number, covered: number): CoverageCell => ({
    ...{ videos: 12, intraclassCorrelation: 0, accuracy, method, seed: 1, studies: 1000, covered },
    ...{ tooLow: 1000 - covered, tooHigh: 0, none: 0, width: 100 },
  });

  it("takes the method whose worst cell is nearest to 95 %, over all seeds of a cell", () => {
    const cells = [cell("wide", 0.5, 980), cell("good", 0.5, 925), { ...cell("good", 0.5, 955), seed: 2 }];
    expect(pickInterval(cells, 12)).toMatchObject({ method: "good", lowest: 0.94, highest: 0.94, mean: 0.94 });
  });

  it("never takes one that is below 93 % in some cell, unless all are", () => {
    const narrow = [cell("narrow", 0.5, 950), cell("narrow", 0.9, 929)];
    expect(pickInterval([...narrow, cell("wide", 0.5, 990)], 12).method).toBe("wide");
    expect(pickInterval([...narrow, cell("narrower", 0.5, 900)], 12).method).toBe("narrow");
  });
});
