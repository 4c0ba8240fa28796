import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { type PairsOptions, pairsTruth, simulatePairs } from "#lib/simulate/index.ts";

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const plan: PairsOptions = {
  ...{ videos: 20_000, questionsPerVideo: 2, accuracy: 0.4, difference: 0.15, alike: 0.3, intraclassCorrelation: 0.3 },
};

describe("simulatePairs", () => {
  const { first, second } = simulatePairs({ ...plan, random: seededRandom("pairs") });
  const differences = first.map((scores, video) => scores.map((score, i) => score - second[video]![i]!));

  it("has the accuracies that were asked for", () => {
    // Four standard errors of 20,000 videos of two answers.
    expect(Math.abs(mean(first.flat()) - 0.475)).toBeLessThan(0.013);
    expect(Math.abs(mean(second.flat()) - 0.325)).toBeLessThan(0.013);
    expect(Math.abs(mean(differences.flat()) - 0.15)).toBeLessThan(0.017);
  });

  it("has the correlations that pairsTruth gives, counted from its answers", () => {
    const truth = pairsTruth(plan);
    const [p, q] = [mean(first.flat()), mean(second.flat())];
    const others = second.flat();
    const both = mean(first.flat().map((score, i) => score * others[i]!));
    const arms = (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
    expect(Math.abs(arms - truth.armCorrelation)).toBeLessThan(0.02);
    const centre = mean(differences.flat());
    const variance = mean(differences.flat().map((d) => (d - centre) ** 2));
    const together = mean(differences.map(([a, b]) => (a! - centre) * (b! - centre)));
    expect(Math.abs(together / variance - truth.intraclassCorrelation)).toBeLessThan(0.03);
    expect(truth.intraclassCorrelation).toBeGreaterThan(0.15);
  }, 30_000);

  it("gives each video its own number of questions, and the same answers for the same seed", () => {
    const small = { ...plan, videos: 3, questionsPerVideo: [1, 4, 2] };
    const pairs = simulatePairs({ ...small, random: seededRandom("a") });
    expect(pairs.first.map(({ length }) => length)).toEqual([1, 4, 2]);
    expect(simulatePairs({ ...small, random: seededRandom("a") })).toEqual(pairs);
  });

  it("answers all questions alike where all are alike, and refuses a difference that no arms can have", () => {
    const alike = { ...plan, videos: 5, difference: 0, alike: 0.9999999 };
    const pairs = simulatePairs({ ...alike, random: seededRandom("b") });
    expect(pairs.first).toEqual(pairs.second);
    expect(() => pairsTruth({ ...plan, accuracy: 0.9, difference: 0.3 })).toThrow(/cannot differ by 0.3/);
  });
});
