import { expect, test } from "vitest";
import { helixDurationMs, isoDurationMs, parseVideoId } from "#lib/collect/index.ts";
import { InputError } from "#lib/errors.ts";

test.each([
  ["youtube", "-abcdefghij", "-abcdefghij"],
  ["youtube", "https://www.youtube.com/watch?v=a_b-defghij&t=3s", "a_b-defghij"],
  ["youtube", "https://youtu.be/abcdefghijk?si=x", "abcdefghijk"],
  ["youtube", "http://m.youtube.com/live/abcdefghijk/", "abcdefghijk"],
  ["twitch", "1234567890", "1234567890"],
  ["twitch", "https://www.twitch.tv/videos/1234567890?t=1h2m", "1234567890"],
] as const)("%s %s is the video %s", (platform, text, id) => {
  expect(parseVideoId(platform, text)).toBe(id);
});

test.each([
  ["youtube", ""],
  ["youtube", "abcdefghij"],
  ["youtube", "--output=../x"],
  ["youtube", "https://www.youtube.com/@channel"],
  ["youtube", "https://www.youtube.com@evil.example/watch?v=abcdefghijk"],
  ["youtube", "https://youtube.com.evil.example/watch?v=abcdefghijk"],
  ["youtube", "https://[youtube"],
  ["youtube", "abcdefghijk\n--exec=x"],
  ["youtube", "file:///abcdefghijk"],
  ["twitch", "https://www.twitch.tv/streamer_a"],
  ["twitch", "https://www.twitch.tv/videos/12a"],
  ["twitch", "-5"],
] as const)("%s %j is refused with what was expected", (platform, text) => {
  expect(() => parseVideoId(platform, text)).toThrow(InputError);
  expect(() => parseVideoId(platform, text)).toThrow(/expected its id/);
});

test("durations are read as the platforms write them, and nothing else is one", () => {
  expect(["PT2H3M4S", "P1DT1S", "PT0S", "PT1.5S", "P1W"].map(isoDurationMs)).toEqual([
    7_384_000, 86_401_000, 0, 1500, 604_800_000,
  ]);
  expect(["", "P", "PT", "2h", "PT-1S"].map(isoDurationMs)).toEqual(Array(5).fill(undefined));
  expect(["3h8m33s", "45m", "9s", "100h0m1s"].map(helixDurationMs)).toEqual([11_313_000, 2_700_000, 9000, 360_001_000]);
  expect(["", "1d", "h", "8m3h"].map(helixDurationMs)).toEqual(Array(4).fill(undefined));
});
