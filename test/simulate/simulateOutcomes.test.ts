import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { simulateOutcomes, trueAccuracy } from "#lib/simulate/index.ts";

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("simulateOutcomes", () => {
  it.each([
    [0, 4, 0.25],
    [0.4, 4, 0.55],
    [0.5, 2, 0.75],
    [1, 10, 1],
  ])("is right in leak + (1 - leak)/k of the answers: leak %d, %d choices", (leak, choices, expected) => {
    expect(trueAccuracy(leak, choices)).toBeCloseTo(expected, 12);
    const random = seededRandom(`${leak}|${choices}`);
    const { correct } = simulateOutcomes({
      ...{ videos: 400, questionsPerVideo: 50, leak, choices, intraclassCorrelation: 0.05, random },
    });
    expect(Math.abs(mean(correct) - expected)).toBeLessThan(0.02);
  });

  it.each([0, 0.1, 0.5, 1])(
    "has the planted intra-class correlation of what was shown: %d",
    (intraclassCorrelation) => {
      const videos = 1500;
      const n = 20;
      const { shown } = simulateOutcomes({
        ...{ videos, questionsPerVideo: n, leak: 0.3, choices: 4, intraclassCorrelation, random: seededRandom("icc") },
      });
      const shares = Array.from({ length: videos }, (_, v) => mean(shown.subarray(v * n, (v + 1) * n)));
      const variance = mean(shares.map((share) => (share - 0.3) ** 2));
      // Beta-binomial: the variance of a video's share is p (1 - p) (1 + (n - 1) icc) / n.
      const found = ((variance * n) / (0.3 * 0.7) - 1) / (n - 1);
      expect(Math.abs(found - intraclassCorrelation)).toBeLessThan(0.05);
    },
  );

  it("gives each row its video, and never a wrong answer where the fact was shown", () => {
    const { video, shown, correct } = simulateOutcomes({
      ...{
        videos: 3,
        questionsPerVideo: 2,
        leak: 0.5,
        choices: 4,
        intraclassCorrelation: 0,
        random: seededRandom("a"),
      },
    });
    expect([...video]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...shown].every((was, row) => was === 0 || correct[row] === 1)).toBe(true);
  });
});
