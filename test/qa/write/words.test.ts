import { describe, expect, it } from "vitest";
import type { Language } from "#lib/text/index.ts";
import { phrasesOf } from "../../../lib/qa/write/phrases.ts";
import { wordsOf } from "../../../lib/qa/write/words.ts";

const keys = (text: string, language: Language) => phrasesOf(wordsOf(text, language), language).map(({ key }) => key);
const surfaces = (text: string, language: Language) =>
  phrasesOf(wordsOf(text, language), language).map(({ surface }) => surface);

describe("the phrases of a line", () => {
  it("in English are runs of up to three content words, plurals folded, joints kept in what is shown", () => {
    expect(keys("The gas limits of EIP-8141 are really fine", "en")).toEqual([
      "gas",
      "limit",
      "gas limit",
      "eip",
      "8141",
      "eip 8141",
    ]);
    expect(surfaces("The gas limits of EIP-8141", "en")).toContain("EIP-8141");
  });

  it("never go over a comma, a stop word or a possessive", () => {
    expect(keys("lighthouse, telescope", "en")).not.toContain("lighthouse telescope");
    expect(keys("lighthouse of the telescope", "en")).not.toContain("lighthouse telescope");
    expect(keys("the keeper's lantern", "en")).toEqual(["keeper", "lantern"]);
  });

  it("in Japanese are compounds without particles, verb stems and stop words around them", () => {
    expect(keys("花火大会の話題提供を見た", "ja")).toEqual(["花火大会", "話題提供"]);
    expect(keys("雑誌読んでた", "ja")).toEqual(["雑誌"]);
    expect(keys("自分の今日の望遠鏡、モンスターハンター", "ja")).toEqual(["望遠鏡", "モンスターハンター"]);
  });

  it("in Korean are nouns without their particles, and a particle ends a phrase", () => {
    expect(keys("등대에서 나룻배를 봤어요", "ko")).toEqual(["등대", "나룻배"]);
    expect(keys("보스 패턴이 어렵다", "ko")).toEqual(["보스", "패턴", "보스 패턴"]);
  });

  it("leave out addresses, mentions, shortcodes and pictographs", () => {
    expect(keys("https://a.example/lottery @viewer_a :buffering: 🎉 lantern", "en")).toEqual(["lantern"]);
  });
});
