import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusterBootstrap, clusteredT } from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { seededClusters } from "./seededClusters.ts";

const seeded = (seed: string) => seededRandom(seed).next;

it("gives Davison and Hinkley's acceleration and R's BCa interval for the air-conditioning data", () => {
  // Davison and Hinkley 1997, example 1.1; R's boot 1.3-28 with 400,000 resamples: 57.0 to 226.2.
  const hours = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];
  const interval = clusterBootstrap(
    hours.map((x) => [x]),
    seeded("air"),
    { resamples: 400_000 },
  );
  expect(interval.value).toBeCloseTo(108.0833, 4);
  expect(Math.abs(interval.low! - 57.0)).toBeLessThan(0.5);
  expect(Math.abs(interval.high! - 226.2)).toBeLessThan(1.5);
});

it("agrees with numpy on all 3,125 resamples of five videos of different sizes", () => {
  const studies = [
    [[1, 1, 0], [1], [0, 0, 1, 1, 0], [1, 1], [0, 1, 0, 1]],
    [[0.2, 0.9], [0.4, 0.5, 0.1], [0.7], [0.3, 0.3, 0.8, 0.6], [1, 0.05]],
  ];
  const code = `
import json, sys, itertools, numpy as np
from scipy.stats import norm
out = []
for study in json.load(sys.stdin):
    t = np.array([sum(c) for c in study]); n = np.array([len(c) for c in study]); e = t.sum() / n.sum()
    i = np.array(list(itertools.product(range(5), repeat=5))); th = t[i].sum(1) / n[i].sum(1)
    z0 = norm.ppf(((th < e - 1e-12).sum() + 0.5 * (abs(th - e) <= 1e-12).sum()) / len(th))
    j = (t.sum() - t) / (n.sum() - n); u = j.mean() - j; a = (u ** 3).sum() / (6 * (u ** 2).sum() ** 1.5)
    z = z0 + norm.ppf([0.025, 0.975])
    out.append([e, *np.quantile(th, norm.cdf(z0 + z / (1 - a * z)))])
print(json.dumps(out))`;
  const oracle = python(code, studies) as [number, number, number][];
  studies.forEach((study, i) => {
    const ours = clusterBootstrap(study, seeded("five"), { resamples: 300_000 });
    const [value, low, high] = oracle[i]!;
    expect(ours.value).toBeCloseTo(value, 12);
    expect(Math.abs(ours.low! - low)).toBeLessThan(0.01);
    expect(Math.abs(ours.high! - high)).toBeLessThan(0.01);
  });
});

it("is the same for the same seed, and another for another", () => {
  const study = seededClusters("clusters|3");
  expect(clusterBootstrap(study, seeded("a"))).toEqual(clusterBootstrap(study, seeded("a")));
  expect(clusterBootstrap(study, seeded("a")).low).not.toBe(clusterBootstrap(study, seeded("b")).low);
});

it("comes close to the t interval with many videos", () => {
  const study = Array.from({ length: 300 }, (_, i) => seededClusters(`many|${i}`)[0]!);
  const t = clusteredT(study);
  const ours = clusterBootstrap(study, seeded("many"));
  expect(ours.low!).toBeCloseTo(t.low!, 2);
  expect(ours.high!).toBeCloseTo(t.high!, 2);
});

it("says why there is no interval", () => {
  const reason = (clusters: number[][]) => clusterBootstrap(clusters, seeded("x")).reason;
  expect(reason([])).toBe("no items");
  expect(reason([[1, 0], []])).toBe("one video only");
  expect(reason([[1, 1], [1]])).toBe("no spread between videos");
});
