import { expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import type { ReadReport } from "#lib/formats/index.ts";
import { readJsonDocuments } from "../../lib/formats/readJsonDocuments.ts";

async function documents(content: string) {
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const found: unknown[] = [];
  async function* bytes() {
    yield Buffer.from(content);
  }
  for await (const batch of readJsonDocuments(bytes(), report, { file: "a.json" })) found.push(...batch);
  return { found, skipped: Object.fromEntries(report.skipped) };
}

it.each([
  ["records, one a line", '{"a":1}\n{"a":2}\r\n\n{"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }], {}],
  ["one document over many lines", '{\n  "a": [\n    1\n  ]\n}\n', [{ a: [1] }], {}],
  ["a document whose elements stand at the margin", '{"a":[\n{"b":1},\n{"b":2}\n]}', [{ a: [{ b: 1 }, { b: 2 }] }], {}],
  ["an array whose elements stand at the margin", '[\n{"b":1},\n{"b":2}\n]', [[{ b: 1 }, { b: 2 }]], {}],
  ["records after a broken one", '{"a":}\n{"a":2}\n', [{ a: 2 }], { "bad-json": 1 }],
  ["records after one that was cut", '{"a":\n{"a":2}\n{"a":3}\n', [{ a: 2 }, { a: 3 }], { "bad-json": 1 }],
  ["records before one that is cut", '{"a":1}\n{"a":', [{ a: 1 }], { "bad-json": 1 }],
  ["nothing", " \n\n", [], {}],
])("reads %s", async (_what, content, found, skipped) => {
  expect(await documents(content)).toEqual({ found, skipped });
});

it("refuses a document that is cut off", async () => {
  await expect(documents('{\n  "a": [\n    1,\n')).rejects.toThrow(InputError);
  await expect(documents('{\n  "a": [\n    1,\n')).rejects.toThrow(
    /^a\.json: expected JSON, found a document that is broken or cut off; its last line, 3, is " {4}1,"/,
  );
});
