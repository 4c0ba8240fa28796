import { expect, it } from "vitest";
import { cohenKappa } from "#lib/stats/index.ts";

/** Lists of categories from a table of two raters' counts. */
function lists(table: readonly (readonly number[])[]): [string[], string[]] {
  const pairs = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [`${i}`, `${j}`])),
  );
  return [pairs.map(([a]) => a!), pairs.map(([, b]) => b!)];
}

it("gives the kappa of two psychiatrists' 100 diagnoses (Fleiss, Levin and Paik 2003, table 18.1)", () => {
  const { kappa, observed, expected, n } = cohenKappa(
    ...lists([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ]),
  );
  expect([observed, expected, n]).toEqual([expect.closeTo(0.89, 12), expect.closeTo(0.66, 12), 100]);
  expect(kappa).toBeCloseTo(0.676, 3);
});

it("gives the kappa that SAS prints for its documented example", () => {
  const table = [
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ];
  expect(cohenKappa(...lists(table)).kappa).toBeCloseTo(0.4842, 4);
});

it("is 1 for raters who always agree, 0 for chance, below 0 for worse, and null where chance decides everything", () => {
  expect(cohenKappa(["a", "b"], ["a", "b"]).kappa).toBe(1);
  expect(cohenKappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]).kappa).toBeCloseTo(0, 12);
  expect(cohenKappa(["a", "b"], ["b", "a"]).kappa).toBe(-1);
  expect(cohenKappa(["a", "a"], ["a", "a"]).kappa).toBeNull();
  expect(cohenKappa([], []).kappa).toBeNull();
});

it("refuses lists of different length", () => {
  expect(() => cohenKappa(["a"], [])).toThrow(RangeError);
});
