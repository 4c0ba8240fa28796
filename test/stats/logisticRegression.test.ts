import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { linearRegression, logisticRegression, type RegressionItem } from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { unevenWheeze } from "./wheeze.ts";

const items = (rows: readonly (readonly [outcome: number, ...covariates: number[]])[]): RegressionItem[] =>
  rows.map(([outcome, ...covariates]) => ({ outcome, covariates }));

it("gives Dobson's published coefficients for Bliss's beetles", () => {
  // Bliss 1935; Dobson 1990, An Introduction to Generalized Linear Models, section 8.4: -60.72 and 34.27.
  const beetles: [dose: number, beetles: number, killed: number][] = [
    [1.6907, 59, 6],
    [1.7242, 60, 13],
    [1.7552, 62, 18],
    [1.7842, 56, 28],
    [1.8113, 63, 52],
    [1.8369, 59, 53],
    [1.861, 62, 61],
    [1.8839, 60, 60],
  ];
  const groups = beetles.map(([dose, total, killed]) =>
    items(Array.from({ length: total }, (_, i) => [Number(i < killed), dose] as const)),
  );
  const { coefficients } = logisticRegression(groups, ["dose"], { variance: "CR1" });
  expect(coefficients!.map(({ estimate }) => estimate)).toEqual([expect.closeTo(-60.72, 2), expect.closeTo(34.27, 2)]);
  // R 4.2.2, clubSandwich 0.5.8, CR1 with 7 degrees of freedom.
  expect(coefficients!.map(({ standardError }) => standardError)).toEqual([
    expect.closeTo(5.951319148, 6),
    expect.closeTo(3.322294684, 6),
  ]);
  expect(coefficients![1]!.p).toBeCloseTo(1.742904373e-5, 11);
});

it("gives R's coefficients, CR1 errors and p-values, and CR2 errors within a fifth of a percent of clubSandwich's", () => {
  const names = ["city", "age", "smoke"];
  const first = logisticRegression(unevenWheeze, names, { variance: "CR1" }).coefficients!;
  expect(first.map(({ estimate }) => estimate)).toEqual(
    [3.1904568846, 0.4628231254, -0.4261066027, 0.2715956526].map((x) => expect.closeTo(x, 8)),
  );
  expect(first.map(({ standardError }) => standardError)).toEqual(
    [1.9086985374, 0.5989710831, 0.2145663542, 0.3232985429].map((x) => expect.closeTo(x, 8)),
  );
  expect(first[2]!.p).toBeCloseTo(0.05858186082, 8);
  // clubSandwich symmetrises another square root for unequal weights than Kauermann and Carroll.
  const second = logisticRegression(unevenWheeze, names).coefficients!;
  [1.9319296287, 0.6258239164, 0.2177647819, 0.3414793728].forEach((error, i) => {
    expect(Math.abs(second[i]!.standardError / error - 1)).toBeLessThan(0.002);
  });
});

it("gives the odds ratio of a two by two table", () => {
  const videos = [
    items([
      [1, 1],
      [1, 1],
      [0, 1],
      [1, 0],
    ]),
    items([
      [1, 1],
      [0, 0],
      [0, 0],
      [1, 0],
    ]),
    items([
      [0, 1],
      [1, 1],
      [0, 0],
    ]),
    items([
      [0, 0],
      [1, 1],
    ]),
  ];
  // Right with chat 5 of 7, without 2 of 6: odds ratio (5 x 4) / (2 x 2).
  const chat = logisticRegression(videos, ["chat"]).coefficients![1]!;
  expect(chat.oddsRatio.value).toBeCloseTo(5, 9);
  expect(chat.oddsRatio.low).toBeCloseTo(Math.exp(chat.low), 12);
  expect(chat.low).toBeLessThan(chat.estimate);
});

it("treats a mean over draws as that many answers of equal share", () => {
  const whole = [
    items([
      [1, 2],
      [0, 2],
      [1, 5],
      [1, 5],
    ]),
    items([
      [0, 1],
      [0, 1],
      [1, 3],
      [0, 3],
    ]),
    items([
      [1, 4],
      [0, 4],
      [0, 2],
      [0, 2],
    ]),
    items([
      [1, 7],
      [1, 7],
      [0, 6],
      [1, 6],
    ]),
  ];
  const averaged = whole.map((video) =>
    [0, 2].map((i) => ({ outcome: (video[i]!.outcome + video[i + 1]!.outcome) / 2, covariates: video[i]!.covariates })),
  );
  const [a, b] = [whole, averaged].map((data) => logisticRegression(data, ["x"]).coefficients![1]!);
  expect(b!.estimate).toBeCloseTo(a!.estimate, 9);
  expect(b!.standardError).toBeCloseTo(a!.standardError, 9);
});

const mixed = [
  items([
    [1, 1, 0],
    [0, 2, 0],
  ]),
  items([
    [1, 3, 0],
    [0, 1, 0],
  ]),
  items([
    [0, 2, 0],
    [1, 1, 0],
  ]),
  items([[1, 2, 0]]),
];

it("refuses complete and quasi-complete separation and names the covariate", () => {
  const complete = [1, 2, 3, 4].map((x) =>
    items([
      [Number(x > 2), x],
      [Number(x > 2), x + 0.1],
    ]),
  );
  expect(logisticRegression(complete, ["volume"])).toMatchObject({
    coefficients: null,
    reason: expect.stringMatching(/^separation: "volume" tells right from wrong/),
  });
  // Whoever saw the flag was right; without it both happen. The other covariate is innocent.
  const quasi = mixed.map((video, i) => [...video, { outcome: 1, covariates: [i + 1, 1] }]);
  expect(logisticRegression(quasi, ["volume", "flag"]).reason).toMatch(/^separation: "flag" tells/);
});

it("refuses exactly the data that a linear programme can separate", () => {
  const random = seededRandom("separation");
  const studies = Array.from({ length: 150 }, () =>
    Array.from({ length: 5 }, () =>
      Array.from({ length: 1 + random.below(3) }, () => ({
        outcome: random.below(2),
        covariates: [random.below(5), random.below(2), random.normal()],
      })),
    ),
  );
  // Konis 2007: some b has (2y - 1) x'b >= 0 everywhere and > 0 somewhere, and only then is there no maximum.
  const code = `
import json, sys, numpy as np
from scipy.optimize import linprog
out = []
for study in json.load(sys.stdin):
    X = np.array([[1, *i["covariates"]] for c in study for i in c]); s = np.array([2 * i["outcome"] - 1 for c in study for i in c])
    A = s[:, None] * X
    r = linprog(-A.sum(0), A_ub=-A, b_ub=np.zeros(len(A)), bounds=[(-1, 1)] * X.shape[1])
    out.append(None if np.linalg.matrix_rank(X) < X.shape[1] else bool(-r.fun > 1e-7))
print(json.dumps(out))`;
  const oracle = python(code, studies) as (boolean | null)[];
  const found = { separable: 0, not: 0 };
  studies.forEach((study, i) => {
    const { coefficients, reason } = logisticRegression(study, ["a", "b", "c"]);
    expect(coefficients === null).toBe(oracle[i] !== false);
    if (oracle[i]) expect(reason).toMatch(/^separation: |^every answer is/);
    if (oracle[i] !== null) found[oracle[i] ? "separable" : "not"]++;
  });
  expect(Math.min(found.separable, found.not)).toBeGreaterThan(20);
});

it("says why there is no fit", () => {
  const one = (data: RegressionItem[][], names: string[]) => logisticRegression(data, names).reason;
  const simple = mixed.map((video) =>
    video.map(({ outcome, covariates }) => ({ outcome, covariates: [covariates[0]!] })),
  );
  expect(logisticRegression(simple, ["x"]).coefficients).toHaveLength(2);
  expect(one([], ["x"])).toBe("no items");
  expect(one(simple.slice(0, 1), ["x"])).toBe("one video only");
  expect(one(simple.slice(0, 2), ["x"])).toBe("2 coefficients need more than 2 videos");
  expect(one(mixed, ["x", "flag"])).toBe('"flag" is the same for every item');
  const twice = simple.map((video) =>
    video.map(({ outcome, covariates: [x] }) => ({ outcome, covariates: [x!, 3 * x! - 1] })),
  );
  expect(one(twice, ["x", "x in other units"])).toBe('"x in other units" follows from the other covariates');
  expect(linearRegression(twice, ["x", "y"]).reason).toBe('"y" follows from the other covariates');
  const always = (outcome: number) => simple.map((video) => video.map((item) => ({ ...item, outcome })));
  expect(one(always(1), ["x"])).toBe("every answer is right");
  expect(one(always(0), ["x"])).toBe("every answer is wrong");
  expect(linearRegression(always(1), ["x"]).reason).toBe("no spread around the fit");
});

it("refuses covariates that are missing and outcomes that are no share", () => {
  expect(() => logisticRegression([items([[1, Number.NaN]])], ["x"])).toThrow(
    /Leave items with a missing covariate out/,
  );
  expect(() => logisticRegression([items([[1, 1, 2]])], ["x"])).toThrow(RangeError);
  expect(() => logisticRegression([items([[1.5, 1]])], ["x"])).toThrow(/outcomes from 0 to 1, found 1.5/);
});
