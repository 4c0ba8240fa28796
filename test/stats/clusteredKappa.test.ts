import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusteredKappa, type RatedPair } from "#lib/stats/index.ts";
import { python } from "../python.ts";

const seeded = (seed: string) => seededRandom(seed).next;
const pairs = (text: string): RatedPair[] => text.split(" ").map((pair) => [pair[0]!, pair[1]!]);

const videos = ["SS SS CC SB", "SS CC BB", "CC CS SS SS BB SS SC", "SS SB", "CC BB SC SS CC"].map(pairs);

it("agrees with numpy on all 3,125 resamples of five videos of different sizes", () => {
  const code = `
import json, sys, itertools, numpy as np
from scipy.stats import norm
videos = json.load(sys.stdin)
names = "BCS"
tables = []
for video in videos:
    table = np.zeros((3, 3))
    for a, b in video: table[names.index(a), names.index(b)] += 1
    tables.append(table)
tables = np.array(tables)
def kappa(t):
    t = t / t.sum(); e = t.sum(1) @ t.sum(0)
    return (np.trace(t) - e) / (1 - e)
value = kappa(tables.sum(0))
i = list(itertools.product(range(5), repeat=5))
th = np.array([kappa(tables[list(k)].sum(0)) for k in i])
z0 = norm.ppf(((th < value - 1e-12).sum() + 0.5 * (abs(th - value) <= 1e-12).sum()) / len(th))
j = np.array([kappa(tables.sum(0) - t) for t in tables]); u = j.mean() - j
a = (u ** 3).sum() / (6 * (u ** 2).sum() ** 1.5)
z = z0 + norm.ppf([0.025, 0.975])
print(json.dumps([value, *np.quantile(th, norm.cdf(z0 + z / (1 - a * z)))]))`;
  const [value, low, high] = python(code, videos) as [number, number, number];
  const ours = clusteredKappa(videos, seeded("five"), { resamples: 100_000 });
  expect(ours.value).toBeCloseTo(value, 12);
  expect(Math.abs(ours.low! - low)).toBeLessThan(0.01);
  expect(Math.abs(ours.high! - high)).toBeLessThan(0.01);
  expect([ours.n, ours.clusters]).toEqual([21, 5]);
});

it("is the same for the same seed, and another for another", () => {
  expect(clusteredKappa(videos, seeded("a"))).toEqual(clusteredKappa(videos, seeded("a")));
  const few = { resamples: 99 };
  expect(clusteredKappa(videos, seeded("a"), few)).not.toEqual(clusteredKappa(videos, seeded("b"), few));
});

it("says why there is no interval, or no kappa", () => {
  const found = [[], [pairs("SS SC CC")], [pairs("SS SS"), pairs("SS")], [pairs("SS CC"), pairs("CC SS"), []]].map(
    (clusters) => clusteredKappa(clusters, seeded("none")),
  );
  expect(found.map(({ low, high, reason }) => [low, high, reason])).toEqual([
    [null, null, "no items"],
    [null, null, "one video only"],
    [null, null, "both use one category alone"],
    [null, null, "no spread between videos"],
  ]);
  expect(found.map(({ value }) => value)).toEqual(
    [null, 0.4, null, 1].map((x) => (x === null ? x : expect.closeTo(x, 12))),
  );
});
