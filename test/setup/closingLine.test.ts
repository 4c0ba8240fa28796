import { expect, it } from "vitest";
import { closingLine } from "./closingLine.ts";

it.each([
  ["all is well", [true, true, true], [812, 0], "812 passed, 0 failed"],
  ["tests fail", [true, true, false], [810, 2], "810 passed, 2 failed"],
  ["only the types are wrong", [false, true, true], [812, 0], "812 passed, 1 failed"],
  ["types, style and tests fail", [false, false, false], [810, 2], "810 passed, 4 failed"],
  ["a test file does not load", [true, true, false], [812, 0], "812 passed, 1 failed"],
  ["vitest itself ends early", [true, true, false], null, "0 passed, 1 failed"],
])("counts truthfully when %s", (_what, [types, style, tests], counts, expected) => {
  const steps = [
    { name: "types", ok: types === true },
    { name: "style", ok: style === true },
    { name: "tests", ok: tests === true },
  ];
  const report = counts && { numPassedTests: counts[0] ?? 0, numFailedTests: counts[1] ?? 0 };
  expect(closingLine(steps, report)).toBe(expected);
});
