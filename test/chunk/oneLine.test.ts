import { expect, it } from "vitest";
import { legacyText } from "../../lib/chunk/legacyText.ts";
import { oneLine } from "../../lib/chunk/oneLine.ts";
import { python } from "../python.ts";

it.each([
  ["two\r\n lines", "two lines"],
  [" a \n\n \u2028 b\u0085\u0085c ", "a b c"],
  ["a  b\tc", "a  b\tc"],
  ["\n", ""],
])("%j on one line is %j", (text, line) => {
  expect(oneLine(text)).toBe(line);
});

it("a text of blanks costs what its length does", () => {
  const wide = `a${" ".repeat(1_000_000)}b`;
  expect(oneLine(wide)).toBe(wide);
  expect(oneLine(`${wide}\n${wide}`)).toBe(`${wide} ${wide}`);
  expect(legacyText(`${wide}\n`)).toBe(wide);
});

it("the original's text is stripped of what Python's strip takes, and of nothing else", () => {
  const texts = Array.from({ length: 0x3100 }, (_, code) => String.fromCharCode(code))
    .concat("\ufeff")
    .map((char) => `${char}\n${char}a${char}\n${char}b${char}${char}`);
  const expected = python(
    `
import json, sys
print(json.dumps([text.replace("\\n", " ").strip() for text in json.load(sys.stdin)]))`,
    texts,
  );
  expect(texts.map(legacyText)).toEqual(expected);
});
