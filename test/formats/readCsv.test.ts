import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { readCsv } from "../../lib/formats/readCsv.ts";
import { python } from "../python.ts";
import { emptyReport, flat, pieces } from "./reading.ts";

async function read(content: string, size?: number, separator = ",") {
  const report = emptyReport();
  const rows = await flat(readCsv(pieces(content, size), { separator }, report));
  return { rows, skipped: Object.fromEntries(report.skipped) };
}

const sizes = [1, 13, 1 << 20];
const header = "time,user_name,user_color,message";
const head = header.split(",");

test("rows by RFC 4180, with quotes, line breaks and separators in a column", async () => {
  for (const size of sizes)
    expect(await read(`${header}\r\n1,a,#f,"say ""hi"", you"\r\n\r\n2,b,,"two\r\nlines"\r\n3,c,,plain`, size)).toEqual({
      rows: [head, ["1", "a", "#f", 'say "hi", you'], ["2", "b", "", "two\nlines"], ["3", "c", "", "plain"]],
      skipped: {},
    });
});

test("what Python's csv module writes comes back as it was", async () => {
  const random = seededRandom("readCsv|1");
  const cell = () =>
    random.pick(["", "plain", '"', '""', 'say "hi"', "a,b", "two\nlines", " blank ", "か😀", "7", ",", "'"]);
  const rows = [head, ...Array.from({ length: 300 }, (_, at) => [`${at}`, cell(), cell(), cell()])];
  const written = python(
    "import sys,json,csv,io\nout=io.StringIO()\ncsv.writer(out,lineterminator='\\n').writerows(json.load(sys.stdin))\nprint(json.dumps(out.getvalue()))",
    rows,
  );
  for (const size of [7, 1 << 20]) expect(await read(String(written), size)).toEqual({ rows, skipped: {} });
});

test("quotes that were not escaped stay in the message, and the rows after it are whole", async () => {
  for (const size of sizes)
    expect(
      await read(`${header}\n1,a,,"say "hi" now"\n2,b,,"odd " one"\n3,c,,"fine, thanks"\n4,d,,"end ""\n5,e,,"x"`, size),
    ).toEqual({
      rows: [
        head,
        ["1", "a", "", 'say "hi" now'],
        ["2", "b", "", 'odd " one'],
        ["3", "c", "", "fine, thanks"],
        ["4", "d", "", 'end "'],
        ["5", "e", "", "x"],
      ],
      skipped: { "unescaped-quote": 3 },
    });
});

test("line breaks that were not escaped continue the message", async () => {
  for (const size of sizes)
    expect(await read(`${header}\n1,a,,"un "quoted"\nnext, line"\n2,b,,bare\nmore\n3,c,,x\n`, size)).toEqual({
      rows: [head, ["1", "a", "", 'un "quoted"\nnext, line'], ["2", "b", "", "bare\nmore"], ["3", "c", "", "x"]],
      skipped: { "unescaped-quote": 1, "unescaped-newline": 1 },
    });
});

test("separators that were not escaped belong to the last column", async () => {
  expect(await read(`${header}\n1,a,,hello, world, all\n2,b,,x,,\n`)).toEqual({
    rows: [head, ["1", "a", "", "hello, world, all"], ["2", "b", "", "x"]],
    skipped: { "unescaped-separator": 1 },
  });
});

test("a row with too few columns comes as it is", async () => {
  expect((await read(`${header}\n1,a\n2,b,,x\n`)).rows).toEqual([head, ["1", "a"], ["2", "b", "", "x"]]);
});

test("other separators, a header alone, and nothing at all", async () => {
  expect((await read("a\tb\n1\tx, y\n", 3, "\t")).rows).toEqual([
    ["a", "b"],
    ["1", "x, y"],
  ]);
  expect((await read(header)).rows).toEqual([head]);
  expect((await read("")).rows).toEqual([]);
});

test("an open quote does not swallow the rest of a long file", async () => {
  const rows = Array.from({ length: 2000 }, (_, at) => `${at},viewer_a,,text ${at}`);
  rows[10] = '10,viewer_a,,"never closed';
  const read10 = await read([header, ...rows].join("\n"));
  expect(read10.rows).toHaveLength(2001);
  expect(read10.rows[11]).toEqual(["10", "viewer_a", "", '"never closed']);
  expect(read10.rows[2000]).toEqual(["1999", "viewer_a", "", "text 1999"]);
  expect(read10.skipped).toEqual({ "unescaped-quote": 1 });
});

test("an open quote before lines that start no row ends after 16 KiB, and costs no more with each line", async () => {
  const { rows, skipped } = await read(`a,b,c\n1,2,"${"x\n".repeat(20_000)}3,4,5\n`);
  expect(rows.at(-1)).toEqual(["3", "4", "5"]);
  expect(skipped["unescaped-quote"]).toBe(1);
  expect(rows.map((row) => row.join().length).reduce((max, length) => Math.max(max, length))).toBeLessThan(17_000);
});
