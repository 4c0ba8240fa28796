import type { DataFrame } from "danfojs-node";
import type { Row } from "./sql.ts";

/**
 * Rows as a danfo frame, for those who want pandas' habits. It is slow where there are many rows or groups: aggregate in
 * SQL first. Lists and objects become JSON texts, dates ISO 8601, since a frame's cells are scalars.
 *
 * @example
 * const frame = await toDanfo(await sql(corpus, "SELECT kind, count(*) AS n FROM messages GROUP BY kind"));
 * frame.print();
 */
export async function toDanfo(rows: readonly Row[]): Promise<DataFrame> {
  // Loaded here only: it takes most of a second and is needed by no step.
  const danfo = await import("danfojs-node");
  return new danfo.DataFrame(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, scalar(value)]))),
  );
}

function scalar(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
