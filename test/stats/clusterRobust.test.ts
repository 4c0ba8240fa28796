import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusteredCR2, clusteredT, linearRegression, logisticRegression } from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { unevenWheeze, wheeze } from "./wheeze.ts";

const names = ["city", "age", "smoke"];

// R 4.2.2, clubSandwich 0.5.8: coef_test(lm(y ~ city + age + smoke), "CR2", cluster = id): estimate, error, Satterthwaite's
// degrees of freedom, p.
const clubSandwich = [
  {
    data: wheeze,
    rows: [
      [0.97987968663, 0.41083334502, 22.80801817, 0.02577875798],
      [0.01807272665, 0.12657699834, 20.11938025, 0.88788378654],
      [-0.07047077347, 0.04276413041, 23.4371636, 0.11271730384],
      [0.14092944299, 0.070392619, 16.8515374, 0.06164397079],
    ],
  },
  {
    data: unevenWheeze,
    rows: [
      [1.21928117052, 0.41408560077, 18.98066297, 0.008328264124],
      [0.10504077942, 0.13793024091, 17.99048027, 0.456196402439],
      [-0.09642988763, 0.04492795938, 18.83429995, 0.045093166183],
      [0.06474537519, 0.07845049308, 14.88965138, 0.422226270387],
    ],
  },
];

it.each(clubSandwich)("gives clubSandwich's CR2 errors and degrees of freedom for least squares", ({ data, rows }) => {
  const { coefficients, n, clusters } = linearRegression(data, names);
  expect([n, clusters]).toEqual([data.flat().length, 25]);
  coefficients!.forEach((row, i) => {
    expect([row.estimate, row.standardError, row.degreesOfFreedom, row.p]).toEqual(
      rows[i]!.map((x) => expect.closeTo(x, 7)),
    );
  });
});

it("gives clubSandwich's interval of a mean whose clusters differ in size", () => {
  // coef_test(lm(y ~ 1), "CR2"): 0.4166666667, error 0.06102350036, 22.21194503 degrees of freedom.
  const mean = clusteredCR2(unevenWheeze.map((items) => items.map(({ outcome }) => outcome)));
  expect(mean).toMatchObject({ low: expect.closeTo(0.2901816508, 7), high: expect.closeTo(0.5431516825, 7), n: 84 });
});

it("agrees with a numpy account of CR1 and CR2 that builds every item's row, linear and logistic", () => {
  const random = seededRandom("robust");
  const studies = Array.from({ length: 6 }, () =>
    Array.from({ length: 9 }, () => {
      const shared = random.normal();
      return Array.from({ length: 2 + random.below(9) }, () => {
        const covariates = [shared + random.normal(), 1000 * random.next()];
        const outcome = Number(
          random.next() < 1 / (1 + Math.exp(-0.7 * covariates[0]! - shared + 0.001 * covariates[1]!)),
        );
        return { outcome, covariates };
      });
    }),
  );
  const code = `
import json, sys, numpy as np
from scipy.linalg import fractional_matrix_power
def sandwich(X, y, g, mu, W):
    N, k = X.shape; G = g.max() + 1
    M = np.linalg.inv(X.T @ (W[:, None] * X)); Z = np.sqrt(W)[:, None] * X; e = (y - mu) / np.sqrt(W)
    I_H = np.eye(N) - Z @ M @ Z.T
    u1 = np.zeros((G, k)); u2 = np.zeros((G, k)); P = []
    for h in range(G):
        r = g == h; A = np.real(fractional_matrix_power(I_H[np.ix_(r, r)], -0.5))
        u1[h] = Z[r].T @ e[r]; u2[h] = Z[r].T @ A @ e[r]; P.append(I_H[:, r] @ A @ Z[r] @ M)
    V1 = G / (G - 1) * M @ u1.T @ u1 @ M; V2 = M @ u2.T @ u2 @ M
    df = []
    for c in range(k):
        Q = np.array([p[:, c] for p in P]) ; Q = Q @ Q.T
        df.append(np.trace(Q) ** 2 / (Q ** 2).sum())
    return np.sqrt(np.diag(V1)).tolist(), np.sqrt(np.diag(V2)).tolist(), df
out = []
for study in json.load(sys.stdin):
    X = np.array([[1, *i["covariates"]] for c in study for i in c]); y = np.array([i["outcome"] for c in study for i in c], float)
    g = np.repeat(np.arange(len(study)), [len(c) for c in study])
    b = np.linalg.lstsq(X, y, rcond=None)[0]
    linear = [b.tolist(), *sandwich(X, y, g, X @ b, np.ones(len(y)))]
    b = np.zeros(X.shape[1])
    for _ in range(50):
        mu = 1 / (1 + np.exp(-X @ b)); W = mu * (1 - mu)
        b = b + np.linalg.solve(X.T @ (W[:, None] * X), X.T @ (y - mu))
    mu = 1 / (1 + np.exp(-X @ b))
    out.append([linear, [b.tolist(), *sandwich(X, y, g, mu, mu * (1 - mu))]])
print(json.dumps(out))`;
  const oracle = python(code, studies) as number[][][][];
  studies.forEach((study, i) => {
    [linearRegression, logisticRegression].forEach((regression, kind) => {
      const [estimates, cr1, cr2, df] = oracle[i]![kind]!;
      const first = regression(study, ["x", "y"], { variance: "CR1" }).coefficients!;
      const second = regression(study, ["x", "y"]).coefficients!;
      estimates!.forEach((estimate, j) => {
        expect(first[j]!.estimate).toBeCloseTo(estimate, 8);
        expect(first[j]!.standardError).toBeCloseTo(cr1![j]!, 8);
        expect(first[j]!.degreesOfFreedom).toBe(8);
        expect(second[j]!.standardError).toBeCloseTo(cr2![j]!, 8);
        expect(second[j]!.degreesOfFreedom).toBeCloseTo(df![j]!, 6);
      });
    });
  });
});

it("is the t interval where every video has as many questions, and wider where one holds most of them", () => {
  const even = [
    [1, 0, 1],
    [1, 1, 1],
    [0, 0, 1],
    [0, 1, 0],
  ];
  const { low, high } = clusteredT(even);
  expect(clusteredCR2(even)).toMatchObject({ low: expect.closeTo(low!, 9), high: expect.closeTo(high!, 9) });
  const uneven = [[1], [0], [1], Array.from({ length: 40 }, (_, i) => i % 2)];
  const width = (interval: { low: number | null; high: number | null }) => interval.high! - interval.low!;
  expect(width(clusteredCR2(uneven))).toBeGreaterThan(1.5 * width(clusteredT(uneven)));
});

it("says why there are no CR2 errors of a mean", () => {
  expect(clusteredCR2([])).toMatchObject({ value: null, reason: "no items" });
  expect(clusteredCR2([[1, 0], []])).toMatchObject({ value: 0.5, low: null, reason: "one video only" });
  expect(clusteredCR2([[1, 1], [1]])).toMatchObject({ value: 1, low: null, reason: "no spread between videos" });
});
