import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { signFlipTest } from "#lib/stats/index.ts";
import { python } from "../python.ts";

const seeded = (seed: string) => seededRandom(seed).next;

it("gives scipy's exact one-sample permutation p-value where every video has one question", () => {
  const studies = ["a", "b", "c"].map((seed) => {
    const random = seededRandom(seed);
    return Array.from({ length: 9 }, () => random.normal() + 0.4);
  });
  const code = `
import json, sys, numpy as np
from scipy.stats import permutation_test
out = []
for d in json.load(sys.stdin):
    r = permutation_test((np.array(d),), lambda x, axis: x.mean(axis=axis), permutation_type="samples", n_resamples=np.inf, vectorized=True)
    out.append(r.pvalue)
print(json.dumps(out))`;
  const oracle = python(code, studies) as number[];
  studies.forEach((study, i) => {
    expect(
      signFlipTest(
        study.map((d) => [d]),
        seeded("x"),
      ),
    ).toMatchObject({ p: expect.closeTo(oracle[i]!, 9), exact: true });
  });
});

it("flips whole videos, so that one talkative video cannot make a finding", () => {
  const talkative = [Array<number>(100).fill(1), [0], [0], [0], [0], [0]];
  expect(signFlipTest(talkative, seeded("x")).p).toBe(1);
});

it("draws seeded patterns above sixteen videos, close to the exact answer and the same for the same seed", () => {
  const study = Array.from({ length: 20 }, (_, i) => [i < 15 ? 1 : -1]);
  const once = signFlipTest(study, seeded("draws"));
  expect(once).toEqual(signFlipTest(study, seeded("draws")));
  // Two-sided sign test of 15 of 20: 0.0414.
  expect(once.exact).toBe(false);
  expect(Math.abs(once.p! - 0.0414)).toBeLessThan(0.008);
});

it("rejects a true null hypothesis no more often than its level", () => {
  const random = seededRandom("null");
  let rejected = 0;
  for (let study = 0; study < 400; study++) {
    const differences = Array.from({ length: 8 }, () => {
      const shared = random.normal();
      return Array.from({ length: 5 }, () => shared + random.normal());
    });
    if (signFlipTest(differences, random.next).p! <= 0.05) rejected++;
  }
  // Three standard deviations of a binomial(400, 0.05) above 20 are 33.
  expect(rejected).toBeLessThanOrEqual(33);
});

it("says nothing without items", () => {
  expect(signFlipTest([], seeded("x")).p).toBeNull();
});
