import { describe, expect, test } from "vitest";
import { calm, type Faults, rough, simulateMany } from "./world.ts";

describe("in thousands of drawn worlds", () => {
  test("without faults every task is run once and published once", async () => {
    const { violations, ...counts } = await simulateMany(200, "calm", calm);
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ runs: 600, records: 600 });
  });

  test("with pauses, crashes, lost beats and wrong clocks nobody sees a lower fence after a higher one, and all is done", async () => {
    const { violations, runs, records, takeOvers } = await simulateMany(1000, "rough", rough);
    expect(violations).toEqual([]);
    // The worlds are rough enough to say something: work is taken over, done again, and dropped by those who lost it.
    expect(takeOvers).toBeGreaterThan(500);
    expect(runs - records).toBeGreaterThan(500);
    expect(records).toBeGreaterThan(3000);
  });

  test.each<[NonNullable<Faults["broken"]>, RegExp]>([
    ["readers take the newest", /went from fence/],
    ["fence ignored", /went from fence/],
    ["two may create one lease", /both own/],
    ["no failure kept", /both own/],
    ["no take-over", /never all done/],
  ])("the check finds it where %s", async (broken, finding) => {
    const { violations } = await simulateMany(1000, "broken", { ...rough, failing: 0.5, broken });
    expect(violations.join("\n")).toMatch(finding);
  });
});
