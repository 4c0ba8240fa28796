import { createHash } from "node:crypto";
import { type CellValue, cellText, isInterval, type Table } from "./table.ts";

/**
 * Where each number of a table comes from: its value, how many rows of data it was computed from, and the SHA-256 of those
 * rows as JSON lines, so that a reader can tell which numbers a change of data touches.
 */
export function tableCells(table: Table): string {
  const cells: Record<string, { text: string; rows: number; sha256: string; method?: string; reason?: string }> = {};
  const named = new Set<string>();
  for (const row of table.rows) {
    const sha256 = hashRows(row.sources);
    const name = table.keys.map((key) => cellText(row.values[key])).join("/");
    if (named.has(name))
      throw new RangeError(`table ${table.name}: two rows are called ${name}; its keys must tell rows apart`);
    named.add(name);
    for (const column of table.columns) {
      if (table.keys.includes(column.key)) continue;
      const value: CellValue = row.values[column.key] ?? null;
      cells[`${name}/${column.key}`] = {
        text: cellText(value, column.digits),
        rows: row.sources.length,
        sha256,
        ...(isInterval(value) ? { method: value.method } : {}),
        ...(isInterval(value) && value.reason !== undefined ? { reason: value.reason } : {}),
      };
    }
  }
  return `${JSON.stringify({ table: table.name, ...(table.stamp === undefined ? {} : { stamp: table.stamp }), cells }, null, 1)}\n`;
}

function hashRows(rows: readonly unknown[]): string {
  const hash = createHash("sha256");
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}
