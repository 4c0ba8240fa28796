import type { ByteStream, Head, ReadReport } from "./contract.ts";
import { countUnknownName } from "./countUnknown.ts";
import { headLines } from "./headLines.ts";
import { readCsv } from "./readCsv.ts";

/** A row of a CSV by the names of its columns; undefined for a column that the row or the file does not have. */
export type CsvRow = (...names: readonly string[]) => string | undefined;

/** The names of the columns in a CSV's first line, in lower case. */
export function csvHeader(head: Head, separator = ","): string[] {
  return columnNames(headLines(head, 1)[0]?.split(separator) ?? []);
}

/**
 * The rows of a CSV after its header, by name of column: a row is asked for the first of some names that it has. Columns
 * that are not `known` are counted once a file.
 */
export async function* readCsvRows(
  bytes: ByteStream,
  csv: { separator: string; known: ReadonlySet<string> },
  report: ReadReport,
): AsyncIterable<CsvRow[]> {
  let columns: Map<string, number> | undefined;
  for await (const rows of readCsv(bytes, csv, report)) {
    if (!columns) {
      const names = columnNames(rows.shift() ?? []);
      columns = new Map(names.map((name, at) => [name, at]));
      for (const name of names) if (name !== "" && !csv.known.has(name)) countUnknownName(name, "", report);
    }
    const places = columns;
    yield rows.map(
      (row): CsvRow =>
        (...names) => {
          const found = names.find((name) => places.has(name));
          return found === undefined ? undefined : row[places.get(found)!];
        },
    );
  }
}

function columnNames(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim().replace(/^"|"$/g, "").trim().toLowerCase());
}
