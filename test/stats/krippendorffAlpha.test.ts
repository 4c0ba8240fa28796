import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { cohenKappa, krippendorffAlpha } from "#lib/stats/index.ts";
import { python } from "../python.ts";

/** Units from one string a rater; a dot is a missing value. */
const units = (...raters: string[]) =>
  [...raters[0]!].map((_, unit) => raters.map((rater) => (rater[unit] === "." ? null : rater[unit]!)));

it("gives the values that Krippendorff published", () => {
  // Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A (0.095), B (0.692) and C (0.743).
  expect(krippendorffAlpha(units("0100000010", "1110010000")).alpha).toBeCloseTo(0.095, 3);
  expect(krippendorffAlpha(units("aabbdcccedda", "babbbccceddd")).alpha).toBeCloseTo(0.692, 3);
  const four = units("123321412...", "1233224125.3", ".3332342251.", "12332441251.");
  expect(krippendorffAlpha(four)).toMatchObject({ alpha: expect.closeTo(0.743, 3), units: 11, values: 40 });
});

it("agrees with a numpy account by coincidence matrix, missing values included", () => {
  const random = seededRandom("alpha");
  const studies = Array.from({ length: 20 }, () =>
    Array.from({ length: 4 + random.below(20) }, () => {
      const truth = random.below(4);
      return Array.from({ length: 5 }, () =>
        random.next() < 0.2 ? null : random.next() < 0.6 ? truth : random.below(4),
      );
    }),
  );
  const code = `
import json, sys, numpy as np
out = []
for study in json.load(sys.stdin):
    o = np.zeros((4, 4))
    for unit in study:
        v = [x for x in unit if x is not None]
        for i in range(len(v)):
            for j in range(len(v)):
                if i != j: o[v[i], v[j]] += 1 / (len(v) - 1)
    n = o.sum(1); N = n.sum(); expected = (np.outer(n, n) - np.diag(n)) / (N - 1)
    off = ~np.eye(4, dtype=bool)
    out.append(1 - o[off].sum() / expected[off].sum())
print(json.dumps(out))`;
  const oracle = python(code, studies) as number[];
  studies.forEach((study, i) => {
    expect(krippendorffAlpha(study).alpha).toBeCloseTo(oracle[i]!, 10);
  });
});

it("comes close to Cohen's kappa for two raters of many units", () => {
  const random = seededRandom("kappa");
  const first = Array.from({ length: 4000 }, () => random.pick(["a", "b", "c"]));
  const second = first.map((value) => (random.next() < 0.5 ? value : random.pick(["a", "b", "c"])));
  const { alpha } = krippendorffAlpha(first.map((value, i) => [value, second[i]!]));
  expect(alpha).toBeCloseTo(cohenKappa(first, second).kappa!, 3);
});

it("says why there is no alpha", () => {
  expect(krippendorffAlpha([])).toEqual({ alpha: null, units: 0, values: 0, reason: "no unit with two values" });
  expect(
    krippendorffAlpha([
      ["a", null],
      [null, "b"],
    ]).reason,
  ).toBe("no unit with two values");
  expect(
    krippendorffAlpha([
      ["a", "a"],
      ["a", "a", "a"],
    ]),
  ).toMatchObject({
    alpha: null,
    units: 2,
    values: 5,
    reason: "only one value is used",
  });
});
