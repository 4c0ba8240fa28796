import { expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { parseRates } from "#lib/formats/index.ts";

const rates = (rows: string, into = "USD") => parseRates(`date,currency,rate\n${rows}`, into, "rates.csv");

test("a day has its own rate, or the last one of the week before", () => {
  const found = rates("2026-01-09,JPY,0.0064\n2026-01-02,JPY,0.0063\n2026-01-12,KRW,0.0007\n");
  expect(found.on("2026-01-02", "JPY")).toEqual({ rate: 0.0063, date: "2026-01-02" });
  expect(found.on("2026-01-08", "JPY")).toEqual({ rate: 0.0063, date: "2026-01-02" });
  expect(found.on("2026-01-11", "JPY")).toEqual({ rate: 0.0064, date: "2026-01-09" });
  expect(found.on("2026-01-01", "JPY")).toBeNull();
  expect(found.on("2026-01-17", "JPY")).toBeNull();
  expect(found.on("2026-01-11", "KRW")).toBeNull();
  expect(found.on("2026-01-11", "USD")).toEqual({ rate: 1, date: "2026-01-11" });
  expect(["JPY", "USD", "EUR"].map(found.has)).toEqual([true, true, false]);
});

test("columns are found by their names, also behind a byte order mark and with CRLF", () => {
  const text = "\ufeffsource,Rate,date,currency\r\nbank,0.0064,2026-01-05,JPY\r\n";
  expect(parseRates(text, "USD", "rates.csv").on("2026-01-05", "JPY")?.rate).toBe(0.0064);
  // As an editor or a spreadsheet leaves it.
  expect(parseRates(`${text}\r\n\r\n`, "USD", "rates.csv").on("2026-01-05", "JPY")?.rate).toBe(0.0064);
});

test("a table that cannot be meant is refused, with the row", () => {
  const bad: [string, RegExp][] = [
    ["2026-02-30,JPY,1", /row 2: expected a date/],
    ["2026-01-05,JPY,1\n05.01.2026,JPY,1", /row 3: expected a date/],
    ["2026-01-05,￥,1", /ISO 4217/],
    ["2026-01-05,JPY,0", /above 0/],
    ["2026-01-05,JPY,-1", /above 0/],
    ['2026-01-05,JPY,"0,0064"', /above 0/],
    ["2026-01-05,JPY,", /above 0/],
    ["2026-01-05,JPY,1e999", /above 0/],
    ["2026-01-05,JPY,1\n2026-01-05,JPY,2", /one rate of JPY/],
    ["2026-01-05,USD,1.08", /rates into USD/],
    ["2026-01-05,JPY", /CSV/],
    ["", /no row/],
  ];
  for (const [rows, message] of bad) {
    expect(() => rates(rows), rows).toThrow(message);
    expect(() => rates(rows), rows).toThrow(InputError);
  }
  expect(() => parseRates("day,code,value\n1,2,3\n", "USD", "rates.csv")).toThrow(/found the columns day,code,value/);
  expect(() => parseRates("<html>", "USD", "rates.csv")).toThrow(InputError);
});
