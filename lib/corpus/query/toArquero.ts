import type { ColumnTable } from "arquero";
import type { Row } from "./sql.ts";

/**
 * Rows as an Arquero table, for verbs such as groupby and rollup.
 *
 * @example
 * const table = await toArquero(await sql(corpus, "SELECT author, kind FROM messages"));
 * table.groupby("author").count().print();
 */
export async function toArquero(rows: readonly Row[]): Promise<ColumnTable> {
  // Loaded when it is needed, since most runs need none.
  const { from } = await import("arquero");
  return from(rows.slice());
}
