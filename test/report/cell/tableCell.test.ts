import { expect, it } from "vitest";
import { plotlyCell, plotlyLibraryCell, rowsTable, streamTimeline, tableCell } from "#lib/report/index.ts";

const hostile = '<img src=x onerror="alert(1)">\u202e';

it("shows what a stranger wrote as text and no markup, in titles, heads, cells and notes", () => {
  const html = tableCell(rowsTable(hostile, [{ [hostile]: hostile, n: 2 }], { notes: [hostile] }));
  expect(html).not.toContain("<img");
  expect(html).not.toContain("\u202e");
  expect(html.match(/&#60;img src=x onerror=&#34;alert\(1\)&#34;&#62;\\u202e/g)).toHaveLength(4);
});

it("counts the rows that it does not show, and has a column for each key of any row", () => {
  const table = rowsTable("t", [{ a: 1 }, { b: 0.5 }, { a: 2, b: null }], { limit: 2 });
  expect(table.columns.map(({ key, digits }) => [key, digits])).toEqual([
    ["a", undefined],
    ["b", 3],
  ]);
  expect(table.notes).toEqual(["1 of 3 rows are not shown."]);
  expect(tableCell(table)).toContain(">0.500</td>");
});

it("ends no script early, whatever a figure or the library holds", () => {
  const evil = "</script><script>alert(1)</script>";
  const cells =
    plotlyCell({ traces: [{ name: evil }], layout: { title: evil } }, "f", evil) + plotlyLibraryCell(`"${evil}"`);
  expect(cells.match(/<\/script>/g)).toHaveLength(2);
  expect(cells.match(/<script>/g)).toHaveLength(2);
});

it("draws a stream on one time line, its rows on one axis of time, with the words under the pointer", () => {
  const message = {
    id: "m1",
    atMs: 61_000,
    author: "a",
    roles: [],
    text: "<b>卵焼き</b>",
    origin: { file: "f", index: 0 },
  };
  const { traces, layout } = streamTimeline({
    title: "t",
    messages: [
      { ...message, kind: "text" },
      { ...message, id: "m2", kind: "paid", amount: 500, currency: "JPY" },
    ],
    utterances: [{ id: "u1", startMs: 58_000, endMs: 60_000, text: "卵焼きです", confidence: {} }],
    topics: [{ startMs: 0, endMs: 600_000, words: ["卵焼き"] }],
  });
  expect(traces.map(({ x }) => x)).toEqual([
    ["1970-01-01T00:01:05.000"],
    ["1970-01-01T00:00:59.000"],
    ["1970-01-01T00:01:01.000"],
  ]);
  expect(traces.map(({ text }) => text)).toEqual([
    ["00:01:00<br>&lt;b&gt;卵焼き&lt;/b&gt;<br>&lt;b&gt;卵焼き&lt;/b&gt;"],
    ["00:00:58<br>卵焼きです"],
    ["00:01:01<br>paid 500 JPY<br>&lt;b&gt;卵焼き&lt;/b&gt;"],
  ]);
  expect(layout).toMatchObject({ dragmode: "pan", annotations: [{ text: "卵焼き" }] });
});
