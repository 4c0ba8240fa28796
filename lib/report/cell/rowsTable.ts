import type { CellValue, Column, Table } from "../table.ts";

/**
 * Rows of a query or of records as a table, a column for each key that any of them has, in the order in which keys come.
 *
 * @param options.limit rows to show; what is left out is counted in a note
 * @param options.digits after the point, by key, for numbers that are not whole (3 unless given)
 * @example
 * rowsTable("kinds", await sql(corpus, "SELECT kind, count(*) AS n FROM messages GROUP BY kind"));
 */
export function rowsTable(
  title: string,
  rows: readonly object[],
  options: { limit?: number; digits?: Readonly<Record<string, number>>; notes?: readonly string[] } = {},
): Table {
  const { limit = 50, digits = {}, notes = [] } = options;
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const plain = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cellOf(value)])));
  const columns = keys.map((key): Column => {
    const isWhole = plain.every((row) => typeof row[key] !== "number" || Number.isInteger(row[key]));
    return { key, label: key, ...(isWhole ? {} : { digits: digits[key] ?? 3 }) };
  });
  const left = plain.length - limit;
  return {
    name: "rows",
    title,
    keys: [],
    columns,
    rows: plain.slice(0, limit).map((values) => ({ values, sources: [] })),
    notes: left > 0 ? [`${left} of ${plain.length} rows are not shown.`, ...notes] : notes,
  };
}

function cellOf(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number") return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && "low" in value && "value" in value) return value as CellValue;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
