import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { historicalPermutation, permutationSeed } from "#lib/qa/index.ts";
import { python } from "../../python.ts";

const hexOf = (seed: bigint) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, seed, true);
  return bytesToHex(bytes);
};

it.each([
  ["1000000001", 1, "Q1", "fd1b12a3218d53fc", 18182031296234134525n, "0312", "0231"],
  ["1000000001", 1, "Q2", "e410a3a1dafa1455", 6130800809679720676n, "2031", "1302"],
  ["1000000001", 12, "Q1", "141ac6f549695deb", 16959827538124085780n, "1320", "3021"],
  ["12345678", 1, "Q1", "4470c29bf27117bd", 13625484484441960516n, "1302", "2031"],
  ["12345678", 1, "Q2", "b5c249de0f57980e", 1051686238656512693n, "0123", "0123"],
  ["12345678", null, "Q1", "584c7fb314239d49", 5304434507930094680n, "0321", "0321"],
  ["AbC_dEf-123", 3, "Q2", "14a892f8103d3f66", 7367674658500552724n, "1032", "1032"],
] as const)(
  "orders the choices of %s, chunk %s, %s as the original did",
  (live, chunk, question, hex, seed, perm, places) => {
    const text = `20240917|${live}|${chunk ?? "None"}|${question}`;
    expect(permutationSeed(text)).toBe(seed);
    expect(hexOf(permutationSeed(text))).toBe(hex);
    const order = historicalPermutation(live, chunk, question);
    expect(order.join("")).toBe(perm);
    expect([0, 1, 2, 3].map((old) => order.indexOf(old)).join("")).toBe(places);
  },
);

it("hashes the empty text to the published digest", () => {
  expect(hexOf(permutationSeed(""))).toBe("e4a6a0577479b2b4");
});

it("agrees with hashlib and numpy on 1,000 seeded streams", () => {
  const random = seededRandom("streams");
  const letters = [..."abzABZ019_-|雑談配信🎮é"];
  const items = Array.from({ length: 1000 }, () => ({
    live: Array.from({ length: 1 + random.below(30) }, () => random.pick(letters)).join(""),
    chunk: random.next() < 0.1 ? null : random.below(40),
    question: random.pick(["Q1", "Q2"] as const),
    base: random.next() < 0.5 ? 20240917 : random.below(2 ** 31),
  }));
  const code = `
import hashlib, json, sys, numpy as np
out = []
for i in json.load(sys.stdin):
    text = f"{i['base']}|{i['live']}|{i['chunk']}|{i['question']}"
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
    out.append(np.random.default_rng(seed).permutation(4).tolist())
print(json.dumps(out))`;
  const ours = items.map((i) => historicalPermutation(i.live, i.chunk, i.question, i.base));
  expect(ours).toEqual(python(code, items));
});

it("uses all 24 orders about equally often", () => {
  const seen = new Map<string, number>();
  for (let live = 0; live < 4000; live++) {
    const order = historicalPermutation(String(live), 1, "Q1").join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  // 4,000 / 24 = 167, with a standard deviation of 12.6: four of them either side.
  for (const times of seen.values()) expect(Math.abs(times - 167)).toBeLessThan(51);
});
