import { expect, it } from "vitest";
import { clusteredProportion, testRetest } from "#lib/stats/index.ts";

it("averages the share of agreeing pairs of draws over questions", () => {
  // Pairs: 3 of 3, 1 of 3, 3 of 3.
  const rate = testRetest([
    [
      [0, 0, 0],
      [2, 2, 1],
    ],
    [[3, 3, 3]],
  ]);
  expect(rate).toMatchObject({ value: expect.closeTo(7 / 9, 12), n: 3, clusters: 2 });
  expect(rate.low).toBeCloseTo(clusteredProportion([[1, 1 / 3], [1]]).low!, 12);
});

it("leaves out invalid draws, and questions with fewer than two valid ones", () => {
  expect(
    testRetest([
      [
        ["a", null, "a"],
        ["b", null, null],
      ],
      [["c", "d"]],
      [["a"]],
    ]),
  ).toMatchObject({
    value: 0.5,
    n: 2,
    clusters: 2,
  });
});

it("keeps a width where every draw agrees", () => {
  const { value, low, high } = testRetest([[[1, 1]], [[0, 0]], [[2, 2]], [[3, 3]]]);
  expect([value, high]).toEqual([1, 1]);
  expect(low).toBeCloseTo(0.3976, 4);
});

it("says why there is no rate", () => {
  expect(testRetest([])).toMatchObject({ value: null, reason: "no question with two valid draws" });
  expect(testRetest([[["a"], ["b", null]]])).toMatchObject({ value: null, low: null, n: 0 });
  expect(testRetest([[["a", "b"]]])).toMatchObject({ value: 0, low: null, reason: "one video only" });
});
