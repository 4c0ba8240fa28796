import { expect, test } from "vitest";
import { planWindows, whisperWindows } from "#lib/transcribe/index.ts";

const second = 16_000;
const range = (start: number, end: number) => ({ startSample: start * second, endSample: end * second });
/** Steps of 32 ms that are speech but for silences, given in steps. */
function voiced(seconds: number, ...silences: [from: number, steps: number][]): Float32Array {
  const probabilities = new Float32Array(Math.ceil((seconds * second) / 512)).fill(0.9);
  for (const [from, steps] of silences) probabilities.fill(0.1, from, from + steps);
  return probabilities;
}

test("speech that follows speech shares a window until 28 s are full, and the silence between is in none", () => {
  const speech = [range(0, 10), range(20, 30), range(40, 48), range(50, 51)];
  expect(planWindows(speech, voiced(60), whisperWindows)).toEqual([
    [range(0, 10), range(20, 30), range(40, 48)],
    [range(50, 51)],
  ]);
});

test("pieces that touch are one", () => {
  expect(planWindows([range(0, 3), range(3, 5)], voiced(5), whisperWindows)).toEqual([[range(0, 5)]]);
});

test("long speech is cut in the middle of its longest silence in the later half of a window", () => {
  // Steps 500 to 505 are 16.0 to 16.16 s, 700 to 709 are 22.4 to 22.69 s; the one at 3.2 s is in the earlier half.
  const probabilities = voiced(40, [100, 20], [500, 5], [700, 9]);
  const cut = 709 * 512 - Math.floor((9 * 512) / 2);
  expect(planWindows([range(0, 40)], probabilities, whisperWindows)).toEqual([
    [{ startSample: 0, endSample: cut }],
    [{ startSample: cut, endSample: 40 * second }],
  ]);
});

test("a pause of less than 98 ms is no place to cut", () => {
  const [first] = planWindows([range(0, 40)], voiced(40, [700, 3]), whisperWindows);
  expect(first).toEqual([range(0, 28)]);
});

test("speech without a silence is told again for two seconds by the next window, which stands alone", () => {
  const speech = [range(0, 60), range(70, 71)];
  expect(planWindows(speech, voiced(71), whisperWindows)).toEqual([
    [range(0, 28)],
    [range(26, 54)],
    [range(52, 60), range(70, 71)],
  ]);
});

test("no window is longer than it may be, and each sample of speech is in one, whatever the speech", () => {
  const speech = Array.from({ length: 200 }, (_, i) => range(i * 20, i * 20 + 1 + ((i * 7) % 17)));
  const windows = planWindows(speech, voiced(4000), whisperWindows);
  for (const pieces of windows) {
    const length = pieces.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0);
    expect(length).toBeLessThanOrEqual(28 * second);
  }
  expect(windows.flat()).toEqual(speech);
});

test("no speech has no windows", () => {
  expect(planWindows([], new Float32Array(0), whisperWindows)).toEqual([]);
});
