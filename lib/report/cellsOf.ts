import { createHash } from "node:crypto";
import { type CellValue, cellText, isInterval, type Row, type Table } from "./table.ts";

/** One number of a table, by its name, with where it comes from. */
export interface Cell {
  /** The row's name and the column's key, e.g. `all/all/chat/bm25/accuracy`. */
  name: string;
  key: string;
  row: Row;
  text: string;
  /** SHA-256 of the row's sources as JSON lines. */
  sha256: string;
  method?: string;
  reason?: string;
}

/**
 * The cells of a table that are no names of rows, row by row.
 *
 * @throws RangeError when the table's keys do not tell its rows apart
 */
export function cellsOf(table: Table): Cell[] {
  const named = new Set<string>();
  return table.rows.flatMap((row) => {
    const name = rowName(table, row);
    if (named.has(name))
      throw new RangeError(`table ${table.name}: two rows are called ${name}; its keys must tell rows apart`);
    named.add(name);
    const sha256 = hashRows(row.sources);
    return table.columns
      .filter(({ key }) => !table.keys.includes(key))
      .map(({ key, digits }): Cell => {
        const value: CellValue = row.values[key] ?? null;
        const text = cellText(value, digits);
        return { name: `${name}/${key}`, key, row, text, sha256, ...methodOf(value) };
      });
  });
}

/** What a row is called: its keys, with a stroke between them. */
export function rowName(table: Table, row: Row): string {
  return table.keys.map((key) => cellText(row.values[key])).join("/");
}

/** SHA-256 of rows of data as JSON lines. */
export function hashRows(rows: readonly unknown[]): string {
  const hash = createHash("sha256");
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}

function methodOf(value: CellValue): Pick<Cell, "method" | "reason"> {
  if (!isInterval(value)) return {};
  return { method: value.method, ...(value.reason === undefined ? {} : { reason: value.reason }) };
}
