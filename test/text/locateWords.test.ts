import { describe, expect, it } from "vitest";
import { locateWords } from "#lib/text/index.ts";

describe("the places of words in their text", () => {
  it("are found in order, punctuation and blanks between them or not", () => {
    expect(locateWords("So, blobs double.", ["So,", " blobs", "double."])).toEqual([
      [0, 3],
      [4, 9],
      [10, 17],
    ]);
    expect(locateWords("今日、雑談", ["今日", "雑談"])).toEqual([
      [0, 2],
      [3, 5],
    ]);
  });

  it("are unknown when a word is missing, out of order, or more text stands between two than punctuation", () => {
    expect(locateWords("a b", ["a", "c"])).toBeNull();
    expect(locateWords("a b", ["b", "a"])).toBeNull();
    expect(locateWords("a x b", ["a", "b"])).toBeNull();
    expect(locateWords("a b and more", ["a", "b"])).toBeNull();
  });
});
