import { InputError } from "#lib/errors.ts";
import type { ByteStream, ColumnMapping, ReadOptions, ReadReport } from "./contract.ts";
import { dig, textOf } from "./jsonValue.ts";
import { patternRows } from "./patternRows.ts";
import { readCsv } from "./readCsv.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";
import { splitStart } from "./splitStart.ts";

/** The fields of a mapping that name a column. */
export type MappedField = Exclude<keyof ColumnMapping, "timeUnit" | "pattern" | "columns" | "separator">;

/** A row of any file by the fields of its mapping; undefined where the row has no such column. */
export type MappedRow = (field: MappedField) => string | undefined;

/**
 * The rows of a file that a mapping describes: plain text by its pattern, a JSON array or one JSON object a line by dotted
 * paths, else a CSV whose separator is the tab, semicolon or comma that its first line has most of. A row that is none
 * comes as undefined, so that the n-th is the n-th of the file.
 *
 * @throws InputError without a mapping, or when a column that it names is not there
 */
export async function* mappedRows(
  bytes: ByteStream,
  report: ReadReport,
  options: ReadOptions,
): AsyncIterable<(MappedRow | undefined)[]> {
  const { mapping, file } = options;
  if (!mapping)
    throw new InputError(`${file}: this format needs to be told its columns: describe them with --map FILE.`);
  if (mapping.pattern !== undefined) {
    for await (const rows of patternRows(bytes, mapping.pattern, report, file))
      yield rows.map((groups) => groups && ((field) => textOf(dig(groups, mapping[field] ?? ""))));
    return;
  }
  const { start, all } = await splitStart(bytes);
  const opening = start.trimStart()[0];
  if (opening !== "{" && opening !== "[") return yield* csvRows(all, start, mapping, report, file);
  const records = opening === "[" ? readJsonArray(all, {}, report, options) : readJsonDocuments(all, report, options);
  for await (const rows of records) yield rows.map((row) => (field) => textOf(digPath(row, mapping[field])));
}

/** A dotted path; a key may itself hold dots, as exports of tables have them. */
function digPath(row: unknown, path: string | undefined): unknown {
  return path === undefined ? undefined : (dig(row, path) ?? dig(row, ...path.split(".")));
}

async function* csvRows(
  bytes: ByteStream,
  start: string,
  mapping: ColumnMapping,
  report: ReadReport,
  file: string,
): AsyncIterable<MappedRow[]> {
  const separator = mapping.separator ?? likelySeparator(start);
  let places: Map<string, number> | undefined;
  for await (const rows of readCsv(bytes, { separator }, report)) {
    if (!places) {
      const first = (rows[0] ?? []).map((cell) => cell.trim());
      const names = mapping.columns ?? first;
      if (names.every((name, at) => name === first[at])) rows.shift();
      places = placesOf(names, mapping, file);
    }
    const known = places;
    yield rows.map((row) => (field) => row[known.get(mapping[field] ?? "") ?? -1]);
  }
}

function likelySeparator(start: string): string {
  const first = start.trimStart().split("\n", 1)[0]!;
  const counts = [",", "\t", ";"].map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).separator;
}

function placesOf(names: readonly string[], mapping: ColumnMapping, file: string): Map<string, number> {
  const places = new Map(names.map((name, at) => [name, at]));
  const { timeUnit, pattern, columns, separator, ...fields } = mapping;
  const missing = Object.values(fields).filter((name) => !places.has(name));
  if (missing.length > 0)
    throw new InputError(
      `${file}: expected the columns ${missing.join(", ")} of the mapping, found ${names.slice(0, 50).join(", ")}. ` +
        'Correct the mapping, or give it the names as "columns: [...]" where the file has no header.',
    );
  return places;
}
