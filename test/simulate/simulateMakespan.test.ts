import { describe, expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { drawVideoWork, leaseMakespan, ledgerMakespan } from "#lib/simulate/index.ts";

const work = drawVideoWork(600, seededRandom("makespan"));
const total = work.flat().reduce((sum, seconds) => sum + seconds, 0);

describe("the time that a collection takes", () => {
  test("by leases is the work of one worker and its writes where there is one", () => {
    // Each of the 1,800 steps waits for one read and two writes: 0.1 + 2 x 0.15 s; listing takes 0.1 s once.
    expect(leaseMakespan(work, 1)).toBeCloseTo(total + 1800 * 0.4 + 0.1, 6);
  });

  test("by one ledger is the work and one update a step where one worker has it for itself", () => {
    const { makespanSeconds, discarded } = ledgerMakespan(work.slice(0, 20), 1);
    const alone = work.slice(0, 20).flat();
    // A second worker would be needed to fail, save for steps of less than a second: the bucket takes one write a second.
    expect(discarded).toBe(0);
    expect(makespanSeconds).toBeGreaterThanOrEqual(alone.reduce((sum, seconds) => sum + seconds + 0.25, 0) - 1e-6);
  });

  test("by one ledger is never less than a second a step, however many work", () => {
    expect(ledgerMakespan(work, 600).makespanSeconds).toBeGreaterThan(1800);
    expect(leaseMakespan(work, 600)).toBeLessThan(1800);
  });

  test("by one ledger gets worse where more than six want it at once, since work is thrown away", () => {
    expect(ledgerMakespan(work, 100).discarded).toBeGreaterThan(100);
    expect(ledgerMakespan(work, 2).discarded).toBe(0);
  });

  test("is at least that of the longest video and the mean share of each worker", () => {
    const longest = Math.max(...work.map((steps) => steps.reduce((sum, seconds) => sum + seconds, 0)));
    for (const workers of [10, 100, 600]) {
      expect(leaseMakespan(work, workers)).toBeGreaterThan(Math.max(longest, total / workers));
    }
  });
});

describe("the work that is drawn", () => {
  test("has the means that are said", () => {
    const many = drawVideoWork(20_000, seededRandom("means"));
    const means = [0, 1, 2].map((step) => many.reduce((sum, steps) => sum + steps[step]!, 0) / many.length);
    expect(means[0]).toBeCloseTo(20, 0);
    expect(Math.abs(means[1]! - 60)).toBeLessThan(1.5);
    expect(means[2]).toBeCloseTo(5, 0);
  });
});
