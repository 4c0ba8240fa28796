import { expect, it } from "vitest";
import { parseClock } from "../../lib/formats/parseClock.ts";

it.each([
  ["0:00", 0],
  ["-0:00", 0],
  ["3:40", 220_000],
  ["-0:12", -12_000],
  ["−1:02:03", -3_723_000],
  ["1:02:03.5", 3_723_500],
  ["00:00:01,250", 1250],
  ["443,856:18:18", 1_597_882_698_000],
  ["90:00", 5_400_000],
])("reads the clock %s", (text, ms) => {
  expect(parseClock(text)).toBe(ms);
});

it.each(["", "12", "1:2", "1:60", "1:60:00", "a:00", "1:00:00:00", "NaN:00", "1:00 pm"])(
  "reads no clock in %j",
  (text) => {
    expect(parseClock(text)).toBeUndefined();
  },
);
