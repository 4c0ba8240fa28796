import { describe, expect, it } from "vitest";
import { readingTokens, singular, stopWords } from "#lib/text/index.ts";

describe("what several rooms ask of words", () => {
  it("takes the plural s off by Harman's rules, and leaves words that only end like one", () => {
    const given = ["queries", "blobs", "horses", "gas", "status", "class", "goes", "indies", "bus"];
    expect(given.map(singular)).toEqual(["query", "blob", "horse", "gas", "status", "class", "goe", "indy", "bus"]);
  });

  it("gives English words alone, Japanese and Korean words with their character pairs", () => {
    expect(readingTokens("Blob count!", "en")).toEqual(["blob", "count"]);
    expect(readingTokens("卵焼き、卵", "ja")).toEqual(["卵焼き", "卵焼", "焼き", "卵"]);
    expect(readingTokens("보스 패턴이", "ko")).toEqual(["보스", "패턴이", "패턴", "턴이"]);
  });

  it("lets another cut of the same compound meet, by its pairs", () => {
    const [a, b] = [readingTokens("花火大会で", "ja"), readingTokens("花火の大会", "ja")];
    expect(a.filter((token) => b.includes(token))).toContain("大会");
  });

  it("knows function words of each language, and no name of a thing", () => {
    expect(stopWords("en").has("the")).toBe(true);
    expect(stopWords("ja").has("それ")).toBe(true);
    expect(stopWords("ko").has("그리고")).toBe(true);
    expect([stopWords("en").has("lighthouse"), stopWords("ja").has("灯台"), stopWords("ko").has("등대")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
