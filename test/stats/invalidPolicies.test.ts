import { expect, it } from "vitest";
import { clusteredLogit, invalidPolicies } from "#lib/stats/index.ts";

it("gives accuracy with invalid answers left out and with invalid answers counted wrong", () => {
  const study = [
    [
      { score: 1, valid: 2, invalid: 0 },
      { score: 0.5, valid: 2, invalid: 2 },
    ],
    [
      { score: null, valid: 0, invalid: 4 },
      { score: 1, valid: 1, invalid: 3 },
    ],
    [{ score: 0, valid: 4, invalid: 0 }],
  ];
  expect(invalidPolicies(study)).toEqual({
    excluded: clusteredLogit([[1, 0.5], [1], [0]]),
    countedWrong: clusteredLogit([[1, 0.25], [0, 0.25], [0]]),
  });
});

it("is one number where every answer is valid", () => {
  const { excluded, countedWrong } = invalidPolicies([
    [{ score: 1, valid: 1, invalid: 0 }],
    [{ score: 0, valid: 1, invalid: 0 }],
  ]);
  expect(excluded).toEqual(countedWrong);
});

it("leaves a question out of both that was never asked, and says when nothing is left", () => {
  const { excluded, countedWrong } = invalidPolicies([
    [{ score: null, valid: 0, invalid: 0 }],
    [{ score: null, valid: 0, invalid: 1 }],
  ]);
  expect(excluded).toMatchObject({ value: null, n: 0, reason: "no items" });
  expect(countedWrong).toMatchObject({ value: 0, n: 1, reason: "one video only" });
});

it("refuses scores that do not fit their counts", () => {
  expect(() => invalidPolicies([[{ score: 1, valid: 0, invalid: 1 }]])).toThrow(/found 1 of 0/);
  expect(() => invalidPolicies([[{ score: null, valid: 2, invalid: 0 }]])).toThrow(RangeError);
});
