import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";

it("gives the same numbers for the same seed, and others for another", () => {
  const draw = (seed: string) => {
    const random = seededRandom(seed);
    return [random.next(), random.below(1000), random.normal(), ...random.shuffle([1, 2, 3, 4, 5])];
  };
  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
});

it("gives the first number that seedrandom's own documentation prints for its seed", () => {
  expect(seededRandom("hello.").next()).toBe(0.9282578795792454);
});

it("draws every permutation of three about equally often", () => {
  const random = seededRandom("shuffle");
  const seen = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = random.shuffle([0, 1, 2]).join("");
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  // Five standard deviations of a binomial(6000, 1/6) are 144.
  for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(144);
});

it("draws normal numbers with mean 0 and variance 1", () => {
  const random = seededRandom("normal");
  const draws = Array.from({ length: 20_000 }, () => random.normal());
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.035);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

it("has nothing to pick from an empty list", () => {
  expect(() => seededRandom("x").pick([])).toThrow(RangeError);
});
