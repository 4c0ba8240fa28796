import { rm } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "#lib/errors.ts";
import type { Corpus } from "../corpus.ts";
import { buildParquet } from "./buildParquet.ts";
import { plainValue } from "./plainValue.ts";

/** One row of a result: numbers, texts, booleans, dates, null, and lists and objects of them. */
export type Row = Record<string, unknown>;

/** What may stand for a parameter. */
export type SqlValue = string | number | bigint | boolean | null;

/**
 * Asks a corpus in SQL (DuckDB): the tables `messages`, `utterances`, `chunks` and `videos`, as Parquet files that are built from the
 * records on demand and kept in the corpus: DuckDB's own shell reads `cache/parquet/messages/*.parquet`. Values from outside belong into
 * `params` ($1, or $name), never into the query.
 *
 * @returns the rows; whole numbers are numbers, beyond 2^53 bigints
 * @throws InputError when the query is wrong
 *
 * @example
 * await sql(corpus, "SELECT count(*) AS messages FROM messages WHERE video = $1", ["1234567890"]);
 */
export async function sql(
  corpus: Corpus,
  query: string,
  params: SqlValue[] | Record<string, SqlValue> = [],
): Promise<Row[]> {
  // Loaded when it is needed: it takes as long as the rest of the program.
  const { DuckDBInstance, LIST, listValue, VARCHAR } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const duckdb = await instance.connect();
  let downloads: string | undefined;
  try {
    for (const [table, names] of await buildParquet(corpus, duckdb)) {
      const { store } = corpus;
      const files: string[] = [];
      for (const name of names) {
        if (store.localPath) files.push(store.localPath(name));
        else {
          downloads ??= await store.scratch();
          const file = join(downloads, name.replaceAll("/", "-"));
          await store.download(name, file);
          files.push(file);
        }
      }
      await duckdb.run(`SET VARIABLE ${table}_files = $1`, [listValue(files)], [LIST(VARCHAR)]);
      await duckdb.run(`CREATE VIEW ${table} AS SELECT * FROM read_parquet(getvariable('${table}_files'))`);
    }
    try {
      const result = await duckdb.runAndReadAll(query, params);
      return result.getRowObjectsJS().map((row) => plainValue(row) as Row);
    } catch (cause) {
      throw new InputError(`The query cannot be answered: ${(cause as Error).message}`, { cause });
    }
  } finally {
    duckdb.closeSync();
    instance.closeSync();
    if (downloads !== undefined) await rm(downloads, { recursive: true, force: true });
  }
}
