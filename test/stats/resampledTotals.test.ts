import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
// The draws are an inner part: only here is it worth saying which numbers they are.
import { orderStatistic } from "../../lib/stats/orderStatistic.ts";
import { resampledTotals } from "../../lib/stats/resampledTotals.ts";
import { python } from "../python.ts";

it("draws the indices that xoshiro128++ and Lemire's rejection give in Python", () => {
  const words = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  const code = `
import json, sys
words, groups, resamples = json.load(sys.stdin); M = 2 ** 32 - 1
s = words[:3] + [words[3] | 1]
rotl = lambda x, k: ((x << k) & M) | (x >> (32 - k))
def number():
    out = (rotl((s[0] + s[3]) & M, 7) + s[0]) & M; t = (s[1] << 9) & M
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 11)
    return out
out = []
for _ in range(resamples):
    drawn = []
    while len(drawn) < groups:
        x = number(); pair = [(x >> 16) * groups, (x & 65535) * groups]
        if all(p & 65535 >= 65536 % groups for p in pair): drawn += [p >> 16 for p in pair]
    out.append(drawn[:groups])
print(json.dumps(out))`;
  for (const groups of [1, 2, 7, 200]) {
    const drawn = python(code, [words, groups, 30]) as number[][];
    const given = words.map((word) => word / 4294967296);
    const first = Float64Array.from({ length: groups }, (_, g) => g * g);
    const second = Float64Array.from({ length: groups }, (_, g) => 1000 - g);
    const [firsts, seconds] = resampledTotals(first, second, 30, () => given.shift()!);
    const total = (column: Float64Array, indices: number[]) => indices.reduce((sum, g) => sum + column[g]!, 0);
    expect([...firsts]).toEqual(drawn.map((indices) => total(first, indices)));
    expect([...seconds]).toEqual(drawn.map((indices) => total(second, indices)));
  }
});

it("refuses more clusters than two bytes can name", () => {
  const many = new Float64Array(65537);
  expect(() => resampledTotals(many, many, 1, seededRandom("x").next)).toThrow(/at most 65536 clusters, found 65537/);
});

it("selects what sorting would put at that place, ties and infinities included", () => {
  const random = seededRandom("select");
  for (let list = 0; list < 200; list++) {
    const numbers = Float64Array.from({ length: 1 + random.below(40) }, () =>
      random.below(10) === 0 ? random.pick([Infinity, -Infinity]) : random.below(12),
    );
    const rank = random.below(numbers.length);
    expect(orderStatistic(numbers.slice(), rank)).toBe(numbers.slice().sort()[rank]);
  }
});
