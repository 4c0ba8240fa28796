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

it("averages to the observed agreement of a published example: 14 raters of 10 subjects", () => {
  // Wikipedia, "Fleiss' kappa", worked example: counts of five categories; the mean of its rows' agreement is 0.378.
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  const draws = counts.map((row) => row.flatMap((times, category) => Array.from({ length: times }, () => category)));
  expect(testRetest([draws.slice(0, 5), draws.slice(5)]).value).toBeCloseTo(0.378, 3);
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
