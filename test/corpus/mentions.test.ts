import { describe, expect, test } from "vitest";
import { hideOwnName, makeMentionMask, needsKnowing } from "../../lib/corpus/mentions.ts";

const mask = (text: string, names: string[] = []) => makeMentionMask(names, (name) => `<${name}>`)(text);

describe("mentions in a text", () => {
  test.each([
    ["@viewer_a hello", "@<viewer_a> hello"],
    ["hi @viewer_a, and @viewer-b.c!", "hi @<viewer_a>, and @<viewer-b.c>!"],
    ["ありがとう＠ネコ！", "ありがとう＠<ネコ>！"],
    ["@@viewer_a", "@@<viewer_a>"],
    ["@한국어", "@<한국어>"],
    ["mail a@b.example", "mail a@<b.example>"],
    ["@ alone, @ and @!", "@ alone, @ and @!"],
    ["no mention", "no mention"],
    ["@a@b", "@<a>@<b>"],
  ])("%j becomes %j", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test("names with blanks or signs are known as authors, the longest first, in any order", () => {
    const names = ["Ann Lee", "Ann Lee (host)", "Ann", "Lumi | Labs", "x 😀"];
    for (const order of [names, names.slice().reverse()]) {
      expect(mask("@Ann Lee (host) thanks", order)).toBe("@<Ann Lee (host)> thanks");
      expect(mask("@Ann Lee thanks", order)).toBe("@<Ann Lee> thanks");
      expect(mask("@Ann thanks", order)).toBe("@<Ann> thanks");
      expect(mask("@Lumi | Labs? @x 😀", order)).toBe("@<Lumi | Labs>? @<x 😀>");
    }
  });

  test("a name is not found in the start of a longer one, but before a Japanese or Korean ending", () => {
    expect(mask("@Ann Leeson", ["Ann Lee"])).toBe("@<Ann> Leeson");
    expect(mask("@山田 太郎さん", ["山田 太郎"])).toBe("@<山田 太郎>さん");
    expect(mask("@Ann Lee님", ["Ann Lee"])).toBe("@<Ann Lee>님");
  });

  test("a handle as an author's name is the name after its @", () => {
    expect(mask("@Ann Lee", ["@Ann Lee"])).toBe("@<Ann Lee>");
  });

  test("only names that their characters do not tell have to be known", () => {
    expect(["viewer_a", "@viewer.b", "ネコ", "a-b"].filter(needsKnowing)).toEqual([]);
    expect(["Ann Lee", "a|b", "x😀", ".a", ""].filter(needsKnowing)).toEqual(["Ann Lee", "a|b", "x😀", ".a", ""]);
  });

  test("a million signs take no longer than they should", () => {
    const started = performance.now();
    mask("@".repeat(1_000_000), ["Ann Lee", "Ann Lee (host)"]);
    mask(`@a${".-".repeat(500_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("an author's own name in the text", () => {
  test.each([
    ["viewer_a subscribed with Prime.", "viewer_a", "<p> subscribed with Prime."],
    ["15 raiders from viewer_a have joined!", "viewer_a", "15 raiders from <p> have joined!"],
    ["Ann Lee - Example Labs", "Ann Lee", "<p> - Example Labs"],
    ["山田太郎です。山田太郎", "山田太郎", "<p>です。<p>"],
    ["viewer_a#0311, viewer_ab, my_viewer_a", "@viewer_a", "<p>#0311, viewer_ab, my_viewer_a"],
    ["@viewer_a thanks, ＠viewer_a", "viewer_a", "@viewer_a thanks, ＠viewer_a"],
    ["VIEWER_A", "viewer_a", "VIEWER_A"],
    ["I am, am I", "I", "I am, am I"],
    ["no name", "", "no name"],
  ])("%j of %j becomes %j", (text, name, hidden) => {
    expect(hideOwnName(text, name, "<p>")).toBe(hidden);
  });
});
