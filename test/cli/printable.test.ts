import { expect, test } from "vitest";
import { printable } from "../../lib/cli/printable.ts";

const written = (text: string) => {
  let out = "";
  printable({ write: (piece) => (out += piece) }).write(text);
  return out;
};

test("what a terminal would obey is shown, and other text is left alone", () => {
  expect(written("\u001b[31mred\u0007\r\u009b2J\u202Egnp.exe")).toBe(
    "\\u001b[31mred\\u0007\\u000d\\u009b2J\\u202egnp.exe",
  );
  expect(written("a\u200fb\u200ec\u061cd")).toBe("a\\u200fb\\u200ec\\u061cd");
  expect(written("a\tb\n日本 한국 👨‍👩‍👧 שלום\n")).toBe("a\tb\n日本 한국 👨‍👩‍👧 שלום\n");
});

test("JSON stays the same value", () => {
  const value = { "\u001b]0;x\u0007": "\u009b1m \u2066 \u007f" };
  const line = JSON.stringify(value);
  expect(JSON.parse(written(line))).toEqual(value);
  expect(written(line)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2066]/);
});
