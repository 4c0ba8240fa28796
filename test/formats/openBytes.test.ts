import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { openBytes } from "../../lib/formats/openBytes.ts";
import { emptyReport, pieces } from "./reading.ts";

const lenient = { file: "chat.log", strict: false };

async function open(content: string | Uint8Array, size?: number, options = lenient) {
  const report = emptyReport();
  const out: Uint8Array[] = [];
  for await (const piece of openBytes(pieces(content, size), report, options)) out.push(piece);
  return { text: Buffer.concat(out).toString("utf8"), skipped: Object.fromEntries(report.skipped) };
}

const sizes = [1, 7, 1 << 20];

test("clean UTF-8 passes through as it is, however its pieces are cut", async () => {
  for (const size of sizes) expect(await open("a か 😀\n", size)).toEqual({ text: "a か 😀\n", skipped: {} });
});

test("an empty file has no bytes", async () => {
  expect(await open("")).toEqual({ text: "", skipped: {} });
});

test("gzip is known by its first bytes, and all of its members are read", async () => {
  const members = Buffer.concat([gzipSync("first\n"), gzipSync("second\n")]);
  for (const size of sizes) expect(await open(members, size)).toEqual({ text: "first\nsecond\n", skipped: {} });
});

test("a gzip that is cut off gives what is there and is counted", async () => {
  const text = Array.from({ length: 3000 }, (_, at) => `line ${at * 7919}\n`).join("");
  const whole = gzipSync(text);
  for (const size of sizes) {
    const { text: read, skipped } = await open(whole.subarray(0, whole.length / 2), size);
    expect(skipped).toEqual({ "truncated-gzip": 1 });
    expect(text.startsWith(read)).toBe(true);
    expect(read.length).toBeGreaterThan(text.length / 3);
  }
});

test("a gzip without its last bytes, or with a wrong checksum, loses no text", async () => {
  const whole = gzipSync("a short one\n");
  const wrong = Buffer.from(whole);
  wrong[wrong.length - 8]! ^= 1;
  for (const damaged of [whole.subarray(0, -1), whole.subarray(0, -8), wrong])
    expect(await open(damaged)).toEqual({ text: "a short one\n", skipped: { "truncated-gzip": 1 } });
});

test("damage within a gzip leaves the text before it", async () => {
  const text = Array.from({ length: 3000 }, (_, at) => `line ${at * 7919}\n`).join("");
  const damaged = gzipSync(text);
  damaged.fill(0xff, damaged.length >> 1, (damaged.length >> 1) + 40);
  const { text: read, skipped } = await open(damaged);
  expect(skipped["truncated-gzip"]).toBe(1);
  expect(read.slice(0, 1000)).toBe(text.slice(0, 1000));
});

test("a strict reader refuses a gzip that is cut off, and says what to do", async () => {
  const half = gzipSync("a short one\n").subarray(0, -5);
  await expect(open(half, 64, { file: "chat.json.gz", strict: true })).rejects.toThrow(InputError);
  await expect(open(half, 64, { file: "chat.json.gz", strict: true })).rejects.toThrow(/chat\.json\.gz.*Fetch/s);
});

test("a byte-order mark is taken off and says the encoding", async () => {
  const utf16be = Buffer.from("\uFEFFa か😀", "utf16le").swap16();
  for (const size of sizes) {
    expect((await open("\uFEFFa か😀", size)).text).toBe("a か😀");
    expect((await open(Buffer.from("\uFEFFa か😀", "utf16le"), size)).text).toBe("a か😀");
    expect((await open(utf16be, size)).text).toBe("a か😀");
  }
});

test("UTF-16 without a mark is known by where its NUL bytes lie", async () => {
  const text = "[0:00:01] viewer_a: こんにちは、みなさん\n[0:00:02] viewer_b: やあ\n";
  const little = Buffer.from(text, "utf16le");
  expect(await open(little)).toEqual({ text, skipped: {} });
  expect(await open(Buffer.from(little).swap16())).toEqual({ text, skipped: {} });
  expect(await open(gzipSync(little))).toEqual({ text, skipped: {} });
});

test("invalid UTF-8 becomes U+FFFD and is counted, and a U+FFFD that was there is not", async () => {
  const bytes = Buffer.concat([
    Buffer.from("a\uFFFD"),
    Buffer.from([0xff]),
    Buffer.from("b"),
    Buffer.from([0xe3, 0x81]),
  ]);
  for (const size of sizes) {
    const { text, skipped } = await open(bytes, size);
    expect(text).toBe("a\uFFFD\uFFFDb\uFFFD");
    expect(skipped).toEqual({ "invalid-utf8": 2 });
  }
});

test("half a surrogate pair and half a unit of UTF-16 are counted", async () => {
  const bytes = Buffer.concat([Buffer.from("\uFEFFa\uD83Db", "utf16le"), Buffer.from([0x41])]);
  expect(await open(bytes)).toEqual({ text: "a\uFFFDb\uFFFD", skipped: { "invalid-utf16": 2 } });
});

test("NUL bytes are counted and taken out", async () => {
  expect(await open("a\0b\0\0c and so on, for long enough to be no UTF-16\n")).toEqual({
    text: "abc and so on, for long enough to be no UTF-16\n",
    skipped: { "nul-byte": 3 },
  });
});
