import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { clusterBootstrap, clusterRatio } from "#lib/stats/index.ts";

const seeded = (seed: string) => seededRandom(seed).next;

it("gives the interval of a mean where each whole counts items, which R and numpy confirm for the mean", () => {
  const clusters = [[1, 1, 0], [1], [0, 0, 1, 1, 0], [1, 1], [0, 1, 0, 1]];
  const parts = clusters.map((items) => ({ part: items.reduce((sum, x) => sum + x, 0), whole: items.length }));
  const { value, low, high } = clusterBootstrap(clusters, seeded("same"));
  expect(clusterRatio(parts, seeded("same"))).toMatchObject({ value, low, high, n: 15, clusters: 5 });
});

it("keeps what one video put in without saying anything, and says where nothing can be said", () => {
  const parts = [
    { part: 10, whole: 100 },
    { part: 30, whole: 100 },
    { part: 5, whole: 0 },
  ];
  const { value, low, high } = clusterRatio(parts, seeded("a"));
  expect(value).toBe(45 / 200);
  expect(low!).toBeLessThan(value!);
  expect(high!).toBeGreaterThan(value!);
  expect(clusterRatio([], seeded("a"))).toMatchObject({ value: null, reason: "nothing to divide by" });
  expect(clusterRatio([{ part: 2, whole: 4 }], seeded("a"))).toMatchObject({
    value: 0.5,
    low: null,
    reason: "one video only",
  });
  expect(
    clusterRatio(
      [
        { part: 1, whole: 10 },
        { part: 2, whole: 20 },
      ],
      seeded("a"),
    ),
  ).toMatchObject({ value: 0.1, high: null, reason: "no spread between videos" });
  expect(() => clusterRatio([{ part: Number.NaN, whole: 4 }], seeded("a"))).toThrow(/finite/);
});
