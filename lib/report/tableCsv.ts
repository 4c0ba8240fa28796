import { type CellValue, fixed, isInterval, type Table } from "./table.ts";

/** A table as CSV (RFC 4180, LF): an interval gives the columns KEY, KEY_low and KEY_high; empty where there is nothing. */
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
      const plain = (part: CellValue) => (typeof part === "number" ? fixed(part, digits) : String(part ?? ""));
      if (isInterval(value)) line.push(plain(value.value), plain(value.low), plain(value.high));
      else line.push(plain(value ?? null), ...(holdsIntervals(table, column.key) ? ["", ""] : []));
    }
    lines.push(line);
  }
  return lines.map((line) => `${line.map(quote).join(",")}\n`).join("");
}

function holdsIntervals(table: Table, key: string): boolean {
  return table.rows.some((row) => isInterval(row.values[key]));
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
