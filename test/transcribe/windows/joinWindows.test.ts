import { expect, test } from "vitest";
import type { HeardSegment } from "#lib/transcribe/index.ts";
import { joinWindows } from "#lib/transcribe/index.ts";

const range = (startMs: number, endMs: number) => ({ startSample: startMs * 16, endSample: endMs * 16 });

/** A segment from words as `text@start-end` in milliseconds. */
function say(...words: string[]): HeardSegment {
  const parsed = words.map((word) => {
    const [, text, startMs, endMs] = /^(.*)@(\d+)-(\d+)$/.exec(word)!;
    return { text: text!, startMs: Number(startMs), endMs: Number(endMs) };
  });
  return {
    startMs: parsed[0]!.startMs,
    endMs: parsed.at(-1)!.endMs,
    text: parsed.map(({ text }) => text).join(" "),
    words: parsed,
  };
}
const brief = (segments: readonly HeardSegment[]) =>
  segments.map(({ startMs, endMs, text }) => `${startMs}-${endMs} ${text}`);

test("times come back on the clock of the stream, across the pieces of a window", () => {
  const window = {
    pieces: [range(10_000, 12_000), range(50_000, 53_000)],
    segments: [say("good@100-500", "morning@600-1000"), say("hello@2200-2500")],
  };
  expect(joinWindows([window])).toEqual([
    {
      startMs: 10_100,
      endMs: 11_000,
      text: "good morning",
      words: [
        { text: "good", startMs: 10_100, endMs: 10_500 },
        { text: "morning", startMs: 10_600, endMs: 11_000 },
      ],
    },
    { startMs: 50_200, endMs: 50_500, text: "hello", words: [{ text: "hello", startMs: 50_200, endMs: 50_500 }] },
  ]);
});

test("a segment over two pieces that are far apart is told as two, and a word stays in the piece of its middle", () => {
  const window = {
    pieces: [range(10_000, 12_000), range(50_000, 53_000)],
    segments: [say("that@1000-1500", "is@1900-2500", "new.@2600-2900")],
  };
  expect(brief(joinWindows([window]))).toEqual(["11000-11500 that", "50000-50900 is new."]);
});

test("a segment without words reaches from its start to its end, and never out of the window", () => {
  const window = {
    pieces: [range(10_000, 12_000), range(50_000, 53_000)],
    segments: [
      { startMs: 0, endMs: 2000, text: " one " },
      { startMs: 4000, endMs: 30_000, text: "two" },
      { startMs: 1, endMs: 2, text: " " },
    ],
  };
  expect(brief(joinWindows([window]))).toEqual(["10000-12000  one ", "52000-53000 two"]);
});

test("words that two windows tell are there once, cut where both agree", () => {
  const before = {
    pieces: [range(0, 28_000)],
    segments: [
      say(
        "we@25000-25300",
        "went@25400-25900",
        "to@26100-26300",
        "the@26400-26600",
        "sea@26700-27500",
        "anz@27700-28000",
      ),
    ],
  };
  const after = {
    pieces: [range(26_000, 40_000)],
    segments: [say("tooth@0-250", "the@420-600", "sea,@710-1500", "and@1700-1900", "swam@2000-2500")],
  };
  expect(brief(joinWindows([before, after]))).toEqual(["25000-26600 we went to the", "26710-28500 sea, and swam"]);
});

test("the same words at other times are no agreement: then the middle of the overlap decides", () => {
  const before = { pieces: [range(0, 28_000)], segments: [say("no@26100-26300")] };
  const after = { pieces: [range(26_000, 40_000)], segments: [say("what@100-300", "no@1400-1600")] };
  expect(brief(joinWindows([before, after]))).toEqual(["26100-26300 no", "27400-27600 no"]);
});

test("texts without words are told once too", () => {
  const before = {
    pieces: [range(0, 28_000)],
    segments: [{ startMs: 24_000, endMs: 28_000, text: "one two three four" }],
  };
  const after = {
    pieces: [range(26_000, 40_000)],
    segments: [{ startMs: 0, endMs: 4000, text: "three four five six" }],
  };
  expect(joinWindows([before, after]).map(({ text }) => text)).toEqual(["one two three", "four five six"]);
});

test("three windows in a row that overlap are one telling", () => {
  const windows = [
    { pieces: [range(0, 28_000)], segments: [say("a@1000-1200", "b@27000-27200")] },
    { pieces: [range(26_000, 54_000)], segments: [say("b@1000-1200", "c@15000-15200", "d@27000-27200")] },
    { pieces: [range(52_000, 60_000)], segments: [say("d@1000-1200", "e@5000-5200")] },
  ];
  expect(joinWindows(windows).flatMap(({ words }) => words!.map(({ text }) => text))).toEqual([
    "a",
    "b",
    "c",
    "d",
    "e",
  ]);
});
