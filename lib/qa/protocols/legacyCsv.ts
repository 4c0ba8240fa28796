import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "#lib/errors.ts";
import { type LegacyTree, readText } from "./legacyTree.ts";

/** A row of a table that pandas wrote: integers may stand as `2.0`, missing values as an empty text. */
export interface LegacyCsvRow {
  /** The text, null where it is missing; InputError where the table has no such column. */
  text(column: string): string | null;
  /** An id or index without a trailing `.0`. */
  id(column: string): string | null;
  number(column: string): number | null;
  flag(column: string): boolean;
}

const missing = new Set(["", "nan", "NaN", "NA", "None", "null"]);

/** Reads a table of a legacy run whole. */
export async function readLegacyCsv(tree: LegacyTree, name: string): Promise<LegacyCsvRow[]> {
  const text = await readText(tree, name);
  if (text === null)
    throw new InputError(`${tree.location}: expected the table ${name}, found no such file. Name it in the options.`);
  let records: Record<string, string>[];
  try {
    records = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new InputError(`${tree.location}, ${name}: ${cause.message}. Restore the table.`, { cause });
  }
  return records.map((record, i) => {
    const refuse = (column: string, found: string): never => {
      throw new InputError(`${tree.location}, ${name}, row ${i + 1}, column ${column}: ${found}. Restore the table.`);
    };
    const text = (column: string) => {
      const value = record[column];
      if (value === undefined) return refuse(column, "no such column (the original ended here too)");
      return missing.has(value) ? null : value;
    };
    return {
      text,
      id: (column) => text(column)?.replace(/^(\d+)\.0+$/, "$1") ?? null,
      number: (column) => {
        const value = text(column);
        if (value === null) return null;
        const number = Number(value);
        return Number.isFinite(number) ? number : refuse(column, `expected a number, found ${value}`);
      },
      flag: (column) => {
        const value = text(column)?.toLowerCase();
        return value === "true" || value === "1" || value === "1.0";
      },
    };
  });
}
