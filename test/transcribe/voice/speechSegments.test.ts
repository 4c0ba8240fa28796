import { expect, test } from "vitest";
import { sileroRule, speechSegments } from "#lib/transcribe/index.ts";

/** Probabilities of steps as digits: 0 is 0.0, 4 is 0.4, 9 is 0.9. */
const steps = (digits: string) => Float32Array.from(digits, (digit) => Number(digit) / 10);
const bare = { ...sileroRule, padMs: 0, minSpeechMs: 0 };

test("speech begins at half and ends where it falls below the lower threshold for long enough", () => {
  // 0.4 is above the lower threshold, so the speech goes on; four silent steps are 96 ms after the first, five 128 ms.
  expect(speechSegments(steps("0045944900000"), 13 * 512, bare)).toEqual([
    { startSample: 3 * 512, endSample: 8 * 512 },
  ]);
  expect(speechSegments(steps("99000099"), 8 * 512, bare)).toEqual([{ startSample: 0, endSample: 8 * 512 }]);
  expect(speechSegments(steps("990000099"), 9 * 512, bare)).toEqual([
    { startSample: 0, endSample: 2 * 512 },
    { startSample: 7 * 512, endSample: 9 * 512 },
  ]);
});

test("speech of 250 ms or less is none", () => {
  const rule = { ...sileroRule, padMs: 0 };
  expect(speechSegments(steps("0999999900000"), 13 * 512, rule)).toEqual([]);
  expect(speechSegments(steps("0999999990000"), 13 * 512, rule)).toHaveLength(1);
});

test("speech that goes on to the end ends with the last sample, not with the last step", () => {
  expect(speechSegments(steps("0999"), 3 * 512 + 7, bare)).toEqual([{ startSample: 512, endSample: 3 * 512 + 7 }]);
});

test("padding stays within the sound, and two paddings share a short silence", () => {
  const rule = { ...bare, padMs: 96 };
  expect(speechSegments(steps("9900000990000000"), 16 * 512, rule)).toEqual([
    { startSample: 0, endSample: 2 * 512 + 1280 },
    { startSample: 7 * 512 - 1280, endSample: 9 * 512 + 1536 },
  ]);
});

test("silence has no speech", () => {
  expect(speechSegments(steps("000"), 3 * 512, sileroRule)).toEqual([]);
  expect(speechSegments(new Float32Array(0), 0, sileroRule)).toEqual([]);
});
