import { describe, expect, it } from "vitest";
import type { Language } from "#lib/text/index.ts";
import { readChunks } from "../../../lib/qa/write/readChunk.ts";
import { chunkOf } from "../talk.ts";

/** The phrases that could be topics of a study of these lines, each line a part of its own. */
function names(lines: readonly string[], language: Language): string[] {
  const chunks = lines.map((text, i) => chunkOf("v", i + 1, [["SPEECH", text]]));
  const found = readChunks(chunks, language).read.flatMap(({ mentions }) => [...mentions.keys()]);
  return [...new Set(found)].sort();
}

describe("what can name a topic", () => {
  it("in English is what stands where nouns stand, not what follows a pronoun or a form of be", () => {
    const said = ["on the lighthouse, in a lighthouse and", "it is shiny, so shiny", "we sparkle, you sparkle"];
    expect(names(said, "en")).toEqual(["lighthouse"]);
  });

  it("in English is a whole phrase, not the beginning of one", () => {
    const said = ["the washing machine is old", "in the washing machine and", "on a washing machine, yes"];
    expect(names(said, "en")).toEqual(["machine", "washing machine"]);
  });

  it("is nobody who is greeted, thanked or called by an honorific", () => {
    const greeted = [
      "welcome, mossyowl, how is it",
      "hey mossyowl and",
      "in the mossyowl, on a mossyowl",
      "thanks mossyowl",
    ];
    expect(names(greeted, "en")).toEqual([]);
    expect(names(["鈴木さんが来た", "鈴木さんだ", "灯台に行った"], "ja")).toEqual(["灯台"]);
    expect(names(["고래님이 왔어요", "고래님도", "등대를 봤어요"], "ko")).toEqual(["등대"]);
  });

  it("in Japanese is no amount, no adjective in 的, no emote and no laughter, but a name with a numeral inside", () => {
    const said = ["二千九百円と四分と百二十", "個人的に感覚的な話", "nekoHello wwww gg", "三味線と単四電池"];
    expect(names(said, "ja")).toEqual(["三味線", "単四電池"]);
  });

  it("in Korean is a stem with a noun's particle or two endings, and keeps a syllable that is no particle", () => {
    const said = ["고양이를 봤어요", "고양이가 좋아하는 등대에서", "등대는 예쁘게 반짝이는", "집에서 사천원"];
    expect(names(said, "ko")).toEqual(["고양이", "등대"]);
  });
});
