import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { betaQuantile, normalProbability, normalQuantile, tQuantile } from "#lib/stats/index.ts";
// Tails are an inner part: every p-value of a t or a chi-square comes from them.
import { chiSquareTail, tProbability } from "../../lib/stats/distributions.ts";
import { python } from "../python.ts";

const random = seededRandom("distributions");
/** A number between two others, as likely between 1 and 10 as between 1,000 and 10,000. */
const between = (low: number, high: number) => low * (high / low) ** random.next();
const likely = () => random.pick([0.0005, 0.025, 0.05, 0.4, 0.8, 0.975, 0.9995]);

type Ours = (...args: number[]) => number;
const many = (make: () => number[]) => Array.from({ length: 400 }, make);

it("has scipy's quantiles and tails to six digits, up to hundreds of thousands of answers and however far out", () => {
  const far = ([x, df]: number[]) => Math.log1p(x! ** 2 / df!) * df! > 1000;
  const functions: [scipy: string, ours: Ours, cases: number[][]][] = [
    ["t.ppf", tQuantile, many(() => [likely(), between(1, 5e5)])],
    ["beta.ppf", betaQuantile, many(() => [likely(), between(0.3, 2e5), between(0.3, 2e5)])],
    ["norm.ppf", normalQuantile, many(() => [between(1e-12, 1)])],
    ["norm.cdf", normalProbability, many(() => [10 * random.next() - 5])],
    // Beyond 1e-217 or so numbers have no digits left to compare.
    ["t.cdf", tProbability, many(() => [-between(0.001, 1e6), between(1, 5e5)]).filter((args) => !far(args))],
    ["chi2.sf", chiSquareTail, many(() => [between(1e-6, 1300), 1 + random.below(30)])],
  ];
  const code = `
import json, sys
from scipy import stats
find = lambda name: getattr(getattr(stats, name.split(".")[0]), name.split(".")[1])
print(json.dumps([[float(find(name)(*case)) for case in cases] for name, cases in json.load(sys.stdin)]))`;
  const oracle = python(
    code,
    functions.map(([name, , cases]) => [name, cases]),
  ) as number[][];
  functions.forEach(([name, ours, cases], f) => {
    const errors = cases.map((args, i) => Math.abs(ours(...args) / oracle[f]![i]! - 1));
    expect(errors.length, name).toBeGreaterThan(200);
    expect(Math.max(...errors), name).toBeLessThan(1e-6);
  });
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
