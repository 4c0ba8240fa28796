import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { benjaminiHochberg, holm, mcnemar } from "#lib/stats/index.ts";
import { python } from "../python.ts";

it("gives the published exact McNemar p-value of 1 against 7 discordant pairs", () => {
  expect(mcnemar(1, 7)).toBeCloseTo(0.0703, 4);
});

it("agrees with scipy's exact binomial test, up to hundreds of pairs", () => {
  const pairs = [0, 1, 3, 10, 60, 121].flatMap((b) => [1, 2, 8, 59, 400].map((c) => [b, c] as const));
  const code =
    "import json,sys\nfrom scipy.stats import binomtest\nprint(json.dumps([binomtest(b,b+c,.5).pvalue for b,c in json.load(sys.stdin)]))";
  const oracle = python(code, pairs) as number[];
  pairs.forEach(([b, c], i) => {
    expect(mcnemar(b, c)! / oracle[i]!).toBeCloseTo(1, 6);
  });
});

it("says nothing where no pair is discordant, and refuses counts that are not whole", () => {
  expect(mcnemar(0, 0)).toBeNull();
  expect(() => mcnemar(0.5, 1)).toThrow(RangeError);
});

// Benjamini and Hochberg 1995, section 3.2: fifteen p-values; Holm rejects three at 0.05, the false discovery rate four.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

it("rejects as many hypotheses of Benjamini and Hochberg's example as their paper does", () => {
  expect(holm(published).filter((p) => p <= 0.05)).toHaveLength(3);
  expect(benjaminiHochberg(published).filter((p) => p <= 0.05)).toHaveLength(4);
});

it("refuses a family with a test that has no p-value", () => {
  for (const p of [Number.NaN, -0.1, 1.1])
    for (const adjust of [holm, benjaminiHochberg]) expect(() => adjust([0.01, p])).toThrow(RangeError);
});

it("agrees with a plain numpy account of both adjustments, ties and order included", () => {
  const random = seededRandom("adjust");
  const families = Array.from({ length: 30 }, () =>
    Array.from({ length: 1 + random.below(12) }, () => Math.round(random.next() * 50) / 50),
  );
  const code = `
import json, sys, numpy as np
out = []
for p in json.load(sys.stdin):
    p = np.array(p); m = len(p); o = np.argsort(p, kind="stable")
    h = np.empty(m); h[o] = np.minimum(1, np.maximum.accumulate((m - np.arange(m)) * p[o]))
    b = np.empty(m); b[o] = np.minimum.accumulate((p[o] * m / (1 + np.arange(m)))[::-1])[::-1]
    out.append([h.tolist(), np.minimum(1, b).tolist()])
print(json.dumps(out))`;
  const oracle = python(code, families) as [number[], number[]][];
  families.forEach((family, i) => {
    expect(holm(family)).toEqual(oracle[i]![0].map((p) => expect.closeTo(p, 12)));
    expect(benjaminiHochberg(family)).toEqual(oracle[i]![1].map((p) => expect.closeTo(p, 12)));
  });
});
