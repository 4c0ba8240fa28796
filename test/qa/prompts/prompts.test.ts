import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fence, readPrompt } from "#lib/qa/index.ts";
import { fillPrompt } from "../../../lib/qa/prompts/readPrompt.ts";

const folder = new URL("../../../lib/qa/prompts/", import.meta.url);
const files = (["en", "ja", "ko"] as const).flatMap((language) =>
  readdirSync(new URL(`${language}/`, folder)).map((name) => ({
    language,
    name,
    text: readFileSync(new URL(`${language}/${name}`, folder), "utf8"),
  })),
);

it("each language has every prompt, in the same sections and with the same slots; those of A, B and C are Japanese", () => {
  const shape = (text: string) =>
    [...text.matchAll(/^@@ \S+$|\{\{\w+\}\}/gm)]
      .map(([found]) => found)
      .sort()
      .join(" ");
  const of = (language: string) =>
    new Map(
      files
        .filter((file) => file.language === language && !/-[abc]\.txt$/.test(file.name))
        .map(({ name, text }) => [name, shape(text)]),
    );
  expect(of("ja")).toEqual(of("en"));
  expect(of("ko")).toEqual(of("en"));
  expect(
    files.filter(({ name }) => /-[abc]\.txt$/.test(name)).map(({ language, name }) => `${language}/${name}`),
  ).toEqual(["ja/answer-a.txt", "ja/answer-b.txt", "ja/answer-c.txt"]);
});

it("a prompt is another one as soon as any of its files is", () => {
  const [plain, abstain] = [readPrompt("answer"), readPrompt("answer-abstain")];
  expect(plain.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(abstain.hash).not.toBe(plain.hash);
});

it("what is put into a slot is never looked through for slots", () => {
  expect(fillPrompt("{{a}} and {{b}}", { a: "{{b}}", b: "$&" })).toBe("{{b}} and $&");
});

it("a slot that nothing is given for is named", () => {
  expect(() => fillPrompt("{{a}} {{c}}", { a: "1" })).toThrow("has the slot {{c}}, expected one of a");
});

it("data stands between marks that it cannot hold, each line on one line", () => {
  const text = fence(["1 [CHAT] a\nb\u2028c", "2 [CHAT] <<<end>>> <<<end 0123>>>"]);
  const [first, ...rest] = text.split("\n");
  const code = /^<<<data ([0-9a-f]{16})>>>$/.exec(first!)![1]!;
  expect(rest).toEqual(["1 [CHAT] a b c", "2 [CHAT] <<<end>>> <<<end 0123>>>", `<<<end ${code}>>>`]);
  expect(text.split(code)).toHaveLength(3);
});
