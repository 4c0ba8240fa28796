import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { numpyGenerator } from "#lib/qa/index.ts";
import { python } from "../../python.ts";

it.each([
  [42n, [14276969152011380360n, 8095878257575067585n]],
  [18182031296234134525n, [13839890277697931974n, 15073160083858009979n]],
])("draws the published first 64-bit outputs of seed %s", (seed, outputs) => {
  const generator = numpyGenerator(seed);
  expect([generator.uint64(), generator.uint64()]).toEqual(outputs);
});

it.each([
  [42n, "3210"],
  [18182031296234134525n, "0312"],
  [0n, "2013"],
  [1n, "0123"],
  [2n ** 32n - 1n, "2013"],
  [2n ** 32n, "3021"],
  [2n ** 64n - 1n, "0123"],
])("permutes four as published for seed %s", (seed, permutation) => {
  expect(numpyGenerator(seed).permutation(4).join("")).toBe(permutation);
});

it.each([-1n, 2n ** 64n])("refuses seed %s, which would fill the pool in another way", (seed) => {
  expect(() => numpyGenerator(seed)).toThrow(RangeError);
});

it("gives numpy's numbers over many draws of one generator, whatever their sizes and order", () => {
  const random = seededRandom("numpy");
  const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 100, 257];
  const edges = ["0", "1", "4294967295", "4294967296", "9223372036854775808", "18446744073709551615"];
  const seeded = Array.from({ length: 200 }, () =>
    String(BigInt(random.below(2 ** 32)) * BigInt(random.below(2 ** 32))),
  );
  const cases = [...edges, ...seeded].map((seed) => ({
    seed,
    // A negative size stands for a 64-bit output, which does not use up the half that a 32-bit draw left behind.
    sizes: Array.from({ length: 12 }, () => (random.next() < 0.2 ? -1 : random.pick(sizes))),
  }));
  const code = `
import json, sys, numpy as np
out = []
for case in json.load(sys.stdin):
    rng = np.random.default_rng(int(case["seed"]))
    draw = lambda n: str(rng.bit_generator.random_raw()) if n < 0 else rng.permutation(n).tolist()
    out.append([draw(n) for n in case["sizes"]])
print(json.dumps(out))`;
  const ours = cases.map(({ seed, sizes }) => {
    const generator = numpyGenerator(BigInt(seed));
    return sizes.map((n) => (n < 0 ? String(generator.uint64()) : generator.permutation(n)));
  });
  expect(ours).toEqual(python(code, cases));
});
