import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import {
  type Clusters,
  chanceCorrected,
  clusterBootstrap,
  clusteredCR2,
  clusteredLogit,
  clusteredProportion,
  clusteredT,
  detectableDifference,
  equivalence,
  type Interval,
  informationRecovered,
  intraclassCorrelation,
  invalidPolicies,
  linearRegression,
  logisticRegression,
  mcnemar,
  pairedDifference,
  positionBias,
  power,
  signFlipTest,
  testRetest,
  wildClusterBootstrap,
} from "#lib/stats/index.ts";

const seeded = () => seededRandom("edge").next;

/** The intervals of a share of right answers. */
const intervals: Record<string, (clusters: Clusters) => Interval> = {
  clusteredProportion,
  clusteredLogit,
  clusteredT,
  clusteredCR2,
  pairedDifference,
  clusterBootstrap: (clusters) => clusterBootstrap(clusters, seeded(), { resamples: 199 }),
  wildClusterBootstrap: (clusters) => wildClusterBootstrap(clusters, seeded(), { draws: 99 }),
};
/** The rest of what takes scores by video. */
const others: Record<string, (clusters: Clusters) => unknown> = {
  detectableDifference,
  intraclassCorrelation,
  equivalence: (clusters) => equivalence(clusters, 0.1),
  signFlipTest: (clusters) => signFlipTest(clusters, seeded(), 99),
  chanceCorrected: (clusters) => chanceCorrected(clusters.flat().map((score) => ({ score, choices: 4 }))),
  invalidPolicies: (clusters) =>
    invalidPolicies(clusters.map((items) => items.map((score) => ({ score, valid: 1, invalid: 1 })))),
  informationRecovered: (clusters) =>
    informationRecovered(
      clusters.map((items) => items.map((score) => ({ chat: score / 2, none: 0.1, combined: score }))),
      seeded(),
      { resamples: 99 },
    ),
  linearRegression: (clusters) => linearRegression(withCovariate(clusters), ["volume"]),
  logisticRegression: (clusters) => logisticRegression(withCovariate(clusters), ["volume"]),
};
const withCovariate = (clusters: Clusters) =>
  clusters.map((items, g) => items.map((outcome, i) => ({ outcome, covariates: [(g * 5 + i * 3) % 7] })));

/** Studies at the edge of what can be told, and seeded ones around them. */
function studies(): number[][][] {
  const random = seededRandom("edge cases");
  const scores = [
    () => 1,
    () => 0,
    () => random.below(2),
    () => Number(random.next() < 0.02),
    () => random.below(5) / 4,
    () => random.next(),
    () => 0.1,
  ];
  const drawn = Array.from({ length: 300 }, () => {
    const score = random.pick(scores);
    const size = random.pick([() => 1, () => random.below(3), () => 1 + random.below(30)]);
    return Array.from({ length: random.below(9) }, () => Array.from({ length: size() }, score));
  });
  return [
    [],
    [[]],
    [[], []],
    [[1]],
    [[0, 1, 1]],
    [[1], [0]],
    [
      [1, 1],
      [1, 0],
    ],
    ...drawn,
  ];
}

/** Paths to numbers in a result that are not finite. */
function notFinite(result: unknown, path = ""): string[] {
  if (typeof result === "number") return Number.isFinite(result) ? [] : [`${path} ${result}`];
  if (result === null || typeof result !== "object") return [];
  return Object.entries(result).flatMap(([key, part]) => notFinite(part, `${path}.${key}`));
}

describe("whatever the study", () => {
  it.each(Object.entries({ ...intervals, ...others }))("%s has no number that is not finite", (_name, run) => {
    for (const study of studies()) expect(notFinite(run(study)), JSON.stringify(study)).toEqual([]);
  });

  it.each(Object.entries(intervals))("%s holds its value, or says why it has no bounds", (_name, run) => {
    for (const study of studies()) {
      const { value, low, high, n, clusters, reason } = run(study);
      const about = JSON.stringify(study);
      expect([n, clusters], about).toEqual([study.flat().length, study.filter(({ length }) => length > 0).length]);
      expect(value === null, about).toBe(n === 0);
      expect([low === null, high === null], about).toEqual([reason !== undefined, reason !== undefined]);
      if (low !== null && high !== null) expect(low <= high, about).toBe(true);
    }
  });

  it("a proportion's interval holds the proportion and stays inside 0 to 1", () => {
    for (const study of studies())
      for (const run of [clusteredProportion, clusteredLogit]) {
        const { value, low, high } = run(study);
        if (low === null) continue;
        expect([low >= 0, low <= value! + 1e-12, high! >= value! - 1e-12, high! <= 1], JSON.stringify(study)).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }
  });

  it("wrong answers mirror right ones, and the order of videos tells nothing", () => {
    for (const study of studies())
      for (const run of [clusteredProportion, clusteredLogit, clusteredT, clusteredCR2]) {
        const { low, high } = run(study);
        if (low === null || high === null) continue;
        const mirrored = run(study.map((items) => items.map((score) => 1 - score)));
        expect([mirrored.low, mirrored.high]).toEqual([expect.closeTo(1 - high, 6), expect.closeTo(1 - low, 6)]);
        const turned = run(study.slice().reverse());
        expect([turned.low, turned.high]).toEqual([expect.closeTo(low, 6), expect.closeTo(high, 6)]);
      }
  });
});

it.each(Object.entries({ ...intervals, ...others }))(
  "%s refuses a score that is no number, which would silently become every number of a table",
  (_name, run) => {
    for (const score of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => run([[1, score], [0, 1], [1]])).toThrow(RangeError);
  },
);

it("refuses shares outside 0 to 1, and says what differences need", () => {
  expect(() => clusteredLogit([[-1, 0], [1]])).toThrow(
    /clusteredLogit: expected scores from 0 to 1, found -1.*pairedDifference/,
  );
  expect(() => clusteredProportion([[2], [1]])).toThrow(/clusteredProportion: .*found 2/);
  expect(() => chanceCorrected([{ score: Number.NaN, choices: 4 }])).toThrow(/score from 0 to 1, found NaN/);
  expect(() => chanceCorrected([{ score: 1, choices: Number.NaN }])).toThrow(/two choices or more, found NaN/);
  expect(() => positionBias([1.5, 2])).toThrow(/whole counts, found 1.5/);
  const design = { videos: 16, questionsPerVideo: 20, intraclassCorrelation: 0.1, accuracy: 0.4, armCorrelation: 0.3 };
  expect(() => power(design, Number.NaN)).toThrow(/finite difference, found NaN/);
});

it("has no p-value of nought, since no test is certain", () => {
  expect(mcnemar(0, 5000)).toBe(5e-324);
  expect(positionBias([100_000, 0, 0, 0])!.p).toBe(5e-324);
  const differences = Array.from({ length: 300 }, (_, i) => [0.9 + (i % 2) * 1e-6]);
  expect(equivalence(differences, 1).p).toBeGreaterThan(0);
});

it("testRetest of one draw a question, or of none, says so", () => {
  for (const draws of [[[[]]], [[["a"]]], []])
    expect(testRetest(draws).reason).toBe("no question with two valid draws");
});
