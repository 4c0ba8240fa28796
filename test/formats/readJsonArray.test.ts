import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { readJsonArray } from "../../lib/formats/readJsonArray.ts";
import { emptyReport, flat, pieces } from "./reading.ts";

async function read(content: string, { size = 1 << 20, strict = false, key = "comments" } = {}) {
  const report = emptyReport();
  const fields: [string, unknown][] = [];
  const where = { key, onField: (name: string, value: unknown) => fields.push([name, value]) };
  const items = await flat(readJsonArray(pieces(content, size), where, report, { file: "chat.json", strict }));
  return { items, fields, skipped: Object.fromEntries(report.skipped) };
}

test("the elements of a bare array and of an array under a key are the same", async () => {
  const elements = '[{"a":[1,{"b":"]}"}]}, 2 ,"x\\"],", null,[]]';
  for (const size of [1, 2, 5, 1000]) {
    expect((await read(elements, { size })).items).toEqual(JSON.parse(elements));
    expect((await read(`{"comments": ${elements} }`, { size })).items).toEqual(JSON.parse(elements));
  }
});

test("the other fields of the object are told, before and after the array", async () => {
  for (const size of [1, 1000]) {
    const { fields, items } = await read('{"v":{"id":"1"},"comments":[1],"n":null,"t":"z"}', { size });
    expect(items).toEqual([1]);
    expect(fields).toEqual([
      ["v", { id: "1" }],
      ["n", null],
      ["t", "z"],
    ]);
  }
});

test("a field over 1 MiB is passed over", async () => {
  const { fields, items } = await read(`{"embeddedData":"${"x".repeat(1_100_000)}","comments":[1],"id":2}`);
  expect(items).toEqual([1]);
  expect(fields).toEqual([["id", 2]]);
});

test("random arrays, as short or as long as they may be, are read as JSON.parse reads them", async () => {
  const random = seededRandom("readJsonArray|1");
  const text = () => random.pick(["", "plain", 'a "quoted" one', "back\\slash", "},{", '}},{"_id":', "か😀", "\n\t"]);
  const value = (depth: number): unknown => {
    const kind = random.below(depth > 2 ? 4 : 6);
    if (kind === 0) return text();
    if (kind === 1) return random.below(1000) / 8;
    if (kind === 2) return random.next() < 0.5;
    if (kind === 3) return null;
    if (kind === 4) return Array.from({ length: random.below(4) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: random.below(4) }, (_, at) => [`${text()}${at}`, value(depth + 1)]));
  };
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: random.below(40) }, () =>
      round % 2 === 0 ? { _id: text(), message: { body: text(), more: value(1) } } : value(0),
    );
    const written = JSON.stringify(items, null, random.pick([0, 1, 4]));
    expect((await read(written, { size: 1 + random.below(300) })).items).toEqual(items);
    expect((await read(`{"comments":${written},"z":[{}]}`, { size: 1 + random.below(90_000) })).items).toEqual(items);
  }
});

test("a file of many groups gives every element once and in order", async () => {
  const items = Array.from({ length: 20_000 }, (_, at) => ({
    _id: `${at}`,
    message: { body: `text ${at}`, badges: [{ _id: "a" }, { _id: "b" }] },
  }));
  for (const text of [JSON.stringify({ comments: items }), JSON.stringify(items, null, 2)])
    for (const size of [10_000, 65_536, 1_000_000]) expect((await read(text, { size })).items).toEqual(items);
});

test("a cut that looks like one between elements but lies within one does no harm", async () => {
  const inner = Array.from({ length: 3000 }, (_, at) => ({ a: { b: at } }));
  const items = [{ a: { b: 1 } }, { a: { b: 2 } }, { a: { b: inner } }, { a: { b: inner } }, { a: { b: 3 } }];
  expect((await read(JSON.stringify(items), { size: 5000 })).items).toEqual(items);
});

test("NaN and Infinity become null and are counted, but not within a text", async () => {
  const { items, skipped } = await read('[{"a":NaN,"b":"NaN, \\"Infinity"},{"a":-Infinity},{"a":1}]');
  expect(items).toEqual([{ a: null, b: 'NaN, "Infinity' }, { a: null }, { a: 1 }]);
  expect(skipped).toEqual({ "nan-literal": 2 });
});

test("one bad element is counted and the others are read", async () => {
  for (const size of [3, 1000]) {
    const { items, skipped } = await read('[{"a":{"b":1}},{"a":{"b":2}},{"a":{"b":x}},{"a":{"b":3}}]', { size });
    expect(items).toEqual([{ a: { b: 1 } }, { a: { b: 2 } }, { a: { b: 3 } }]);
    expect(skipped).toEqual({ "bad-json": 1 });
  }
});

test("a lost quote costs one element, since the boundary of the next is known", async () => {
  for (const size of [3, 1000]) {
    const { items, skipped } = await read('[{"a":"1"},{"a":"2"},{"a":"3},{"a":"4"},{"a":"5"}]', { size });
    expect(items).toEqual([{ a: "1" }, { a: "2" }, { a: "4" }, { a: "5" }]);
    expect(skipped).toEqual({ "bad-json": 1 });
  }
});

test("a file that is cut off gives its whole elements, wherever it is cut", async () => {
  const text = '{"v":1,"comments":[{"a":"1"},{"a":"2"},{"a":"3"}],"w":2}';
  for (let length = text.indexOf("[") + 1; length < text.length; length++) {
    const { items, skipped } = await read(text.slice(0, length), { size: 4 });
    expect(items).toEqual([{ a: "1" }, { a: "2" }, { a: "3" }].slice(0, text.slice(0, length).split("}").length - 1));
    expect(skipped).toEqual({ "truncated-json": 1 });
  }
});

test("a strict reader refuses a file that is cut off, and names the byte", async () => {
  const cut = read('[{"a":1},{"a"', { strict: true });
  await expect(cut).rejects.toThrow(InputError);
  await expect(cut).rejects.toThrow(/chat\.json.*byte \d+.*--strict/s);
});

test("what is no JSON, has no such array, or is empty is one clear error", async () => {
  for (const text of [
    "",
    "  ",
    "hello",
    "<html>",
    '"text"',
    "12",
    '{"other":[1]}',
    '{"comments":null}',
    '{"v":',
    "{broken",
    '{"v" 1}',
  ])
    await expect(read(text), text).rejects.toThrow(
      /^chat\.json: expected a JSON object with an array "comments", found /,
    );
});

test("arrays one after the other are read as one, other text after the end is counted", async () => {
  expect((await read("[1]\n[2]\n")).items).toEqual([1, 2]);
  expect(await read('{"comments":[1]} tail')).toEqual({ items: [1], fields: [], skipped: { "trailing-data": 1 } });
});

test("an element without an end is an error before it fills the memory", async () => {
  const endless = `[{"a":1},"${"x".repeat(40_000_000)}`;
  await expect(read(endless, { size: 1 << 16 })).rejects.toThrow(/byte 9 that does not end within 16 MiB/);
});

test("nonsense where elements should be ends in good time", async () => {
  const nonsense = `[{"a":1},{"a":2},${"}".repeat(200_000)}`;
  const { items, skipped } = await read(nonsense);
  expect(items).toEqual([{ a: 1 }, { a: 2 }]);
  expect(skipped["bad-json"]).toBe(200_000);
});
