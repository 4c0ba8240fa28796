import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { renderTable, type Table } from "#lib/report/index.ts";

const accuracy = { value: 0.8125, low: 0.7014, high: 0.9, n: 16, clusters: 4, method: "Korn-Graubard" };

const table: Table = {
  name: "accuracy",
  title: "Accuracy & 100 % _chat_",
  keys: ["arm"],
  columns: [
    { key: "arm", label: "arm" },
    { key: "n", label: "n" },
    { key: "accuracy", label: "accuracy", digits: 3 },
  ],
  rows: [
    { values: { arm: 'chat, "quoted"\n| <b>', n: 16, accuracy }, sources: [{ question: "q1", score: 1 }] },
    { values: { arm: "none", n: 0, accuracy: { ...accuracy, value: null, low: null, high: null } }, sources: [] },
  ],
  notes: ["16 videos, p < 0.05 <img src=x>"],
};

const file = (path: string) => renderTable(table).find((artefact) => artefact.path === path)!.text;

it("writes an interval as three columns of a CSV, and a null as an empty field", () => {
  expect(file("table.csv")).toBe(
    'arm,n,accuracy,accuracy_low,accuracy_high\n"chat, ""quoted""\n| <b>",16,0.813,0.701,0.900\nnone,0,,,\n',
  );
});

it("writes a CSV that Python's csv module reads back field by field", () => {
  const code = "import csv,json,sys\nprint(json.dumps(list(csv.reader(sys.stdin))))";
  const rows = JSON.parse(
    execFileSync("/usr/bin/python3", ["-c", code], { input: file("table.csv"), encoding: "utf8" }),
  );
  expect(rows[1]).toEqual(['chat, "quoted"\n| <b>', "16", "0.813", "0.701", "0.900"]);
});

it("keeps a cell's text from breaking a Markdown table or a LaTeX one", () => {
  expect(file("table.md")).toContain('| chat, "quoted" \\| \\<b\\> | 16 | 0.813 [0.701, 0.900] |');
  expect(file("table.md")).toContain("| none | 0 | – |");
  expect(file("table.md")).toContain("- 16 videos, p \\< 0.05 \\<img src=x>\n");
  expect(file("table.tex")).toContain("\\caption{Accuracy \\& 100 \\% \\_chat\\_}");
  expect(file("table.tex")).toContain("none & 0 & -- \\\\");
});

it("says in every format that is read whether the table is confirmatory, and nothing of a table without a stamp", () => {
  const stamped = renderTable({ ...table, stamp: "exploratory" });
  for (const { path, text } of stamped) expect(/exploratory/i.test(text)).toBe(path !== "table.csv");
  expect(JSON.parse(stamped.find(({ path }) => path === "cells.json")!.text).stamp).toBe("exploratory");
  for (const { text } of renderTable(table)) expect(text).not.toMatch(/exploratory|confirmatory|stamp/i);
});

it("leaves a row that stands aside to the CSV and the cells, and says on the page that there are more", () => {
  const rows = table.rows.map((row, i) => ({ ...row, aside: i === 1 }));
  const rendered = renderTable({ ...table, rows });
  const text = (path: string) => rendered.find((artefact) => artefact.path === path)!.text;
  expect(text("table.csv")).toBe(file("table.csv"));
  expect(text("cells.json")).toBe(file("cells.json"));
  expect(text("table.md")).not.toContain("none");
  expect(text("table.md")).toContain("- Shown: 1 of 2 rows; table.csv has all.");
  expect(text("table.tex")).not.toContain("none");
});

it("does not print a small p-value as nought", () => {
  const columns = [
    { key: "arm", label: "arm" },
    { key: "p", label: "p", digits: 4 },
  ];
  const rows = [0.00001, 0, 0.05].map((p, i) => ({ values: { arm: `${i}`, p }, sources: [] }));
  const page = renderTable({ ...table, columns, rows }).find(({ path }) => path === "table.md")!.text;
  expect(page.match(/\| \d \| (.*) \|/g)).toEqual(["| 0 | \\<0.0001 |", "| 1 | 0.0000 |", "| 2 | 0.0500 |"]);
});

it("keeps the digits of a small p-value in the CSV, which programs read", () => {
  const columns = [
    { key: "arm", label: "arm" },
    { key: "p", label: "p", digits: 4 },
    { key: "n", label: "n" },
  ];
  const rows = [5e-324, 1.23456e-9, 0.000123456, 0.00123456, 0.00099999, 0.5, 0, -0.00001].map((p, n) => ({
    values: { arm: `${n}`, p, n },
    sources: [],
  }));
  const csv = renderTable({ ...table, columns, rows }).find(({ path }) => path === "table.csv")!.text;
  expect(csv).toBe(
    "arm,p,n\n0,4.94e-324,0\n1,1.23e-9,1\n2,0.000123,2\n3,0.0012,3\n4,0.0010,4\n5,0.5000,5\n6,0.0000,6\n7,0.0000,7\n",
  );
  const code = "import csv,json,sys\nprint(json.dumps([float(r['p']) for r in csv.DictReader(sys.stdin)]))";
  const read = JSON.parse(execFileSync("/usr/bin/python3", ["-c", code], { input: csv, encoding: "utf8" }));
  expect(read.slice(0, 4)).toEqual([5e-324, 1.23e-9, 0.000123, 0.0012]);
});

it("names the rows of data behind each cell by their hash, so that other rows give another hash", () => {
  const cells = JSON.parse(file("cells.json")).cells;
  // echo '{"question":"q1","score":1}' | sha256sum
  expect(cells['chat, "quoted"\n| <b>/accuracy']).toMatchObject({
    rows: 1,
    sha256: "bf5b782dcd4ab53340281dab2edddc14514b8b9500562c5ada00d515855abbc9",
  });
});

it("refuses a table whose keys do not tell its rows apart", () => {
  const twice = { ...table, rows: [table.rows[1]!, table.rows[1]!] };
  expect(() => renderTable(twice)).toThrow("two rows are called none");
});
