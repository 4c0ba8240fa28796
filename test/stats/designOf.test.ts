import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { pairsTruth, simulatePairs } from "#lib/simulate/index.ts";
import { designOf } from "#lib/stats/index.ts";
import { python } from "../python.ts";

const videos = [
  [
    [1, 0],
    [0, 0],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 0],
  ],
  [
    [0, 1],
    [0.5, 0],
    [1, 1],
    [1, 0],
  ],
] as const;

it("agrees with NumPy on accuracy and correlation", () => {
  const design = designOf(videos);
  const code = `import json, sys, numpy as np
x = np.array(json.load(sys.stdin), float)
print(json.dumps([x.mean(), np.corrcoef(x[:, 0], x[:, 1])[0, 1]]))`;
  const [accuracy, correlation] = python(code, videos.flat()) as [number, number];
  expect(design).toMatchObject({ videos: 3, questionsPerVideo: 3 });
  expect(design.accuracy).toBeCloseTo(accuracy, 12);
  expect(design.armCorrelation).toBeCloseTo(correlation, 12);
});

it("finds the design that a simulated study was made with", () => {
  const plan = {
    videos: 400,
    questionsPerVideo: 20,
    accuracy: 0.4,
    difference: 0.1,
    alike: 0.3,
    intraclassCorrelation: 0.1,
  };
  const { first, second } = simulatePairs({ ...plan, random: seededRandom("design") });
  const design = designOf(first.map((own, v) => own.map((score, q) => [score, second[v]![q]!] as const)));
  const truth = pairsTruth(plan);
  expect(design.accuracy).toBeCloseTo(truth.accuracy, 1);
  expect(Math.abs(design.armCorrelation - truth.armCorrelation)).toBeLessThan(0.05);
  expect(Math.abs(design.intraclassCorrelation - truth.intraclassCorrelation)).toBeLessThan(0.02);
});

it("refuses what tells nothing", () => {
  expect(() => designOf([[[1, 0]]])).toThrow("expected two videos or more");
  expect(() => designOf([[[1, 1]], [[1, 1]]])).toThrow("accuracy 1");
});
