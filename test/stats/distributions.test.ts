import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { betaQuantile, normalQuantile, tQuantile } from "#lib/stats/index.ts";
// Tails are an inner part: every p-value of a t or a chi-square comes from them.
import { chiSquareTail, tProbability } from "../../lib/stats/distributions.ts";
import { python } from "../python.ts";

const random = seededRandom("distributions");
/** A number between two others, as likely between 1 and 10 as between 1,000 and 10,000. */
const between = (low: number, high: number) => low * (high / low) ** random.next();
const likely = () => random.pick([0.0005, 0.025, 0.05, 0.4, 0.8, 0.975, 0.9995]);

/** Relative errors of ours against a scipy function of the same arguments. */
function errors(scipy: string, ours: (...args: number[]) => number, cases: readonly (readonly number[])[]): number[] {
  const code = `
import json, sys
from scipy import stats
print(json.dumps([float(stats.${scipy}(*case)) for case in json.load(sys.stdin)]))`;
  const oracle = python(code, cases) as number[];
  return cases.map((args, i) => Math.abs(ours(...args) - oracle[i]!) / Math.abs(oracle[i]! || 1));
}
const many = (make: () => number[]) => Array.from({ length: 400 }, make);

it("has scipy's quantiles to six digits, up to hundreds of thousands of answers", () => {
  const t = many(() => [likely(), between(1, 5e5)]);
  const beta = many(() => [likely(), between(0.3, 2e5), between(0.3, 2e5)]);
  expect(Math.max(...errors("t.ppf", tQuantile, t))).toBeLessThan(1e-6);
  expect(Math.max(...errors("beta.ppf", betaQuantile, beta))).toBeLessThan(1e-6);
  const normal = many(() => [between(1e-12, 1)]);
  expect(Math.max(...errors("norm.ppf", normalQuantile, normal))).toBeLessThan(1e-6);
});

it("has scipy's tails to six digits, however far out", () => {
  const t = many(() => [-between(0.001, 1e6), between(1, 5e5)]).filter(
    ([x, df]) => Math.log1p(x! ** 2 / df!) * df! < 1e3,
  );
  const chiSquare = many(() => [between(1e-6, 1300), 1 + random.below(30)]);
  expect(Math.max(...errors("t.cdf", tProbability, t))).toBeLessThan(1e-6);
  expect(Math.max(...errors("chi2.sf", chiSquareTail, chiSquare))).toBeLessThan(1e-9);
});

it("has halves on both sides, and no tail that is nought", () => {
  expect(tProbability(0, 7)).toBe(0.5);
  expect(tProbability(1.5, 7) + tProbability(-1.5, 7)).toBeCloseTo(1, 14);
  expect(tProbability(-1e9, 500)).toBe(5e-324);
  expect(chiSquareTail(1e5, 3)).toBe(5e-324);
  expect(chiSquareTail(0, 3)).toBe(1);
});

it("refuses a probability that has no quantile, such as a level of 95", () => {
  for (const p of [0, 1, -47, Number.NaN]) {
    expect(() => tQuantile(p, 5)).toThrow(RangeError);
    expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => betaQuantile(p, 1, 1)).toThrow(/expected a probability between 0 and 1/);
  }
  expect(() => tQuantile(0.975, 0)).toThrow(/expected a parameter above 0, found 0/);
});
