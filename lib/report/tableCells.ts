import { cellsOf } from "./cellsOf.ts";
import type { Table } from "./table.ts";

/**
 * Where each number of a table comes from: its value, how many rows of data it was computed from, and the SHA-256 of those
 * rows as JSON lines, so that a reader can tell which numbers a change of data touches.
 */
export function tableCells(table: Table): string {
  const cells = Object.fromEntries(
    cellsOf(table).map(({ name, row, text, sha256, method, reason }) => [
      name,
      {
        text,
        rows: row.sources.length,
        sha256,
        ...(method === undefined ? {} : { method }),
        ...(reason === undefined ? {} : { reason }),
      },
    ]),
  );
  const stamp = table.stamp === undefined ? {} : { stamp: table.stamp };
  return `${JSON.stringify({ table: table.name, ...stamp, cells }, null, 1)}\n`;
}
