import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusteredT, wildClusterBootstrap } from "#lib/stats/index.ts";
import { python } from "../python.ts";
import { seededClusters } from "./seededClusters.ts";

const seeded = (seed: string) => seededRandom(seed).next;

// p of a null-imposed wild cluster bootstrap, straight from its definition, over every pattern of weights.
const definition = `
import json, sys, itertools, numpy as np
out = []
for study, points, hypotheses in json.load(sys.stdin):
    T = np.array([sum(c) for c in study], float); n = np.array([len(c) for c in study], float); N = n.sum(); m = T.sum() / N
    w = [1, -1] if points == "rademacher" else [s * np.sqrt(k) for k in (.5, 1, 1.5) for s in (1, -1)]
    row = []
    for h in hypotheses:
        t2 = (m - h) ** 2 / ((T - n * m) ** 2).sum(); far = total = 0
        for v in itertools.product(w, repeat=len(study)):
            Y = n * h + np.array(v) * (T - n * h); mb = Y.sum() / N
            far += (mb - h) ** 2 >= t2 * ((Y - n * mb) ** 2).sum() * (1 - 1e-9); total += 1
        row.append(far / total)
    out.append(row)
print(json.dumps(out))`;

it("ends where the test by definition, over all patterns of weights, passes the level", () => {
  const studies = ["a", "b", "c"].map((seed) => {
    const random = seededRandom(seed);
    return Array.from({ length: 8 }, () => Array.from({ length: 1 + random.below(6) }, () => random.normal() + 0.3));
  });
  const small = studies.map((study) => study.slice(0, 4));
  const cases = [
    ...studies.map((study) => ({ study, weights: "rademacher" as const })),
    ...small.map((study) => ({ study, weights: "webb" as const })),
  ];
  const intervals = cases.map(({ study, weights }) => wildClusterBootstrap(study, seeded("x"), { weights }));
  const oracle = python(
    definition,
    cases.map(({ study, weights }, i) => {
      const { value, low, high } = intervals[i]!;
      const hair = 1e-5 * (high! - low!);
      return [study, weights, [low! - hair, low! + hair, value, high! - hair, high! + hair]];
    }),
  ) as number[][];
  for (const [below, above, middle, before, after] of oracle as [number, number, number, number, number][]) {
    expect(below).toBeLessThanOrEqual(0.05);
    expect(above).toBeGreaterThan(0.05);
    expect(middle).toBeGreaterThan(0.99);
    expect(before).toBeGreaterThan(0.05);
    expect(after).toBeLessThanOrEqual(0.05);
  }
});

it("draws seeded patterns where all would be too many, close to all of them", () => {
  const study = seededClusters("clusters|5").concat(seededClusters("clusters|6")).slice(0, 10);
  const all = wildClusterBootstrap(study, seeded("x"), { weights: "rademacher" });
  const drawn = wildClusterBootstrap(study, seeded("x"), { weights: "rademacher", draws: 1000 });
  expect(all.method).toContain("1024 draws");
  expect(drawn).toEqual(wildClusterBootstrap(study, seeded("x"), { weights: "rademacher", draws: 1000 }));
  expect(Math.abs(drawn.low! - all.low!)).toBeLessThan(0.03);
  expect(Math.abs(drawn.high! - all.high!)).toBeLessThan(0.03);
});

it("comes close to the t interval with many videos", () => {
  const study = Array.from({ length: 120 }, (_, i) => seededClusters(`many|${i}`)[0]!);
  const t = clusteredT(study);
  const ours = wildClusterBootstrap(study, seeded("many"), { draws: 4999 });
  expect(ours.low!).toBeCloseTo(t.low!, 2);
  expect(ours.high!).toBeCloseTo(t.high!, 2);
});

it("says why there is no interval", () => {
  const reason = (clusters: number[][]) =>
    wildClusterBootstrap(clusters, seeded("x"), { weights: "rademacher" }).reason;
  expect(reason([])).toBe("no items");
  expect(reason([[1, 0], []])).toBe("one video only");
  expect(reason([[1, 1], [1]])).toBe("no spread between videos");
  // Five videos have 32 patterns of signs, so no p-value is below 2 / 32.
  expect(reason([[1, 0], [1], [0, 0, 1], [1], [0, 1]])).toBe("too few videos: no mean is rejected");
});
