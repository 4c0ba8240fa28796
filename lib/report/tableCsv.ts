import { fixed, isInterval, type Table } from "./table.ts";

/**
 * A table as CSV (RFC 4180, LF): an interval gives the columns KEY, KEY_low and KEY_high; empty where there is nothing. A
 * number whose column's digits would leave it fewer than two of its own, such as a small p-value, is written with three:
 * programs read this file, and neither 0.0000 nor <0.0001 is a number to go on with.
 */
export function tableCsv(table: Table): string {
  const lines: string[][] = [[]];
  for (const column of table.columns) {
    const spread = holdsIntervals(table, column.key);
    lines[0]!.push(column.key, ...(spread ? [`${column.key}_low`, `${column.key}_high`] : []));
  }
  for (const row of table.rows) {
    const line: string[] = [];
    for (const column of table.columns) {
      const value = row.values[column.key];
      const digits = column.digits ?? 0;
      const bound = (part: number | null) => (part === null ? "" : fixed(part, digits));
      if (isInterval(value)) line.push(bound(value.value), bound(value.low), bound(value.high));
      else {
        line.push(typeof value === "number" ? significant(value, digits) : (value ?? ""));
        if (holdsIntervals(table, column.key)) line.push("", "");
      }
    }
    lines.push(line);
  }
  return lines.map((line) => `${line.map(quote).join(",")}\n`).join("");
}

function significant(value: number, digits: number): string {
  const text = fixed(value, digits);
  return digits > 0 && value > 0 && Number(text) < 10 ** (1 - digits) ? value.toPrecision(3) : text;
}

function holdsIntervals(table: Table, key: string): boolean {
  return table.rows.some((row) => isInterval(row.values[key]));
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
