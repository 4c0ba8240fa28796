import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { planFft } from "#lib/media/index.ts";
import { python } from "../../python.ts";

function noise(size: number): Float32Array {
  const random = seededRandom(`noise|${size}`);
  return Float32Array.from({ length: size }, () => random.normal());
}

const numpy = `
import json, sys, numpy
print(json.dumps([(numpy.abs(numpy.fft.rfft(numpy.array(x))) ** 2).tolist() for x in json.load(sys.stdin)]))
`;

test("the power of each bin is numpy's, for sizes of twos and fives", () => {
  const inputs = [2, 4, 10, 16, 40, 50, 400, 512, 1000].map(noise);
  const expected = python(
    numpy,
    inputs.map((input) => [...input]),
  ) as number[][];
  inputs.forEach((input, i) => {
    const power = new Float64Array(input.length / 2 + 1);
    planFft(input.length)(input, power);
    const scale = Math.max(...expected[i]!);
    power.forEach((value, k) => {
      expect(Math.abs(value - expected[i]![k]!) / scale).toBeLessThan(1e-12);
    });
  });
});

test("one plan serves one frame after another", () => {
  const spectrum = planFft(400);
  const first = new Float64Array(201);
  const again = new Float64Array(201);
  spectrum(noise(400), first);
  spectrum(new Float32Array(400), again);
  expect([...again]).toEqual(Array(201).fill(0));
  spectrum(noise(400), again);
  expect(again).toEqual(first);
});

test.each([0.5, 7, 401, 600])("the size %d is refused", (size) => {
  expect(() => planFft(size)).toThrow("expected an even size");
});
