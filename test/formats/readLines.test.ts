import { expect, test } from "vitest";
import { readHead } from "../../lib/formats/readHead.ts";
import { readLines } from "../../lib/formats/readLines.ts";
import { flat, pieces } from "./reading.ts";

test("lines end with LF or CRLF, the last one also without, and empty ones keep the numbers right", async () => {
  for (const size of [1, 3, 100])
    expect(await flat(readLines(pieces("one\r\n\ntwo か\r\n  three", size)))).toEqual(["one", "", "two か", "  three"]);
});

test("a last newline starts no line, and an empty file has none", async () => {
  expect(await flat(readLines(pieces("one\n")))).toEqual(["one"]);
  expect(await flat(readLines(pieces("")))).toEqual([]);
});

test("a head is the first 64 KiB, without half a character at its end", async () => {
  const long = `x${"か".repeat(40_000)}`;
  const { text, whole } = await readHead(pieces(long, 1000));
  expect(whole).toBe(false);
  expect(text).toBe(long.slice(0, 1 + Math.floor((65_536 - 1) / 3)));
});

test("a head of a short file is the whole file", async () => {
  expect(await readHead(pieces("short"))).toEqual({ text: "short", whole: true });
  expect(await readHead(pieces(""))).toEqual({ text: "", whole: true });
});
