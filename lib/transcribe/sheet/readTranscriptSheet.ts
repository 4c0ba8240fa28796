import { type CsvError, parse } from "csv-parse/sync";
import { InputError } from "#lib/errors.ts";
import { Platform, type VideoKey } from "#lib/records/index.ts";
import { transcriptSheetColumns } from "./transcriptSheet.ts";

/** One row that a person has listened to. */
export interface CheckedRow {
  video: VideoKey;
  variant: string;
  /** Twelve digits of the SHA-256 of the utterances. */
  fingerprint: string;
  language: string;
  heard: string;
  said: string;
}

/** What a sheet holds: the rows that were checked, and how many were not. */
export interface CheckedSheet {
  rows: CheckedRow[];
  unchecked: number;
}

/**
 * Reads a corrected sheet back. A row counts when `checked` holds anything.
 *
 * @param name what to call the sheet, such as its file's name
 * @throws InputError naming the row that cannot be read, and for a sheet in which nothing is checked
 */
export function readTranscriptSheet(text: string, name: string): CheckedSheet {
  const [header = [], ...lines] = parseRows(text, name);
  const places = new Map(header.map((column, at) => [column.trim(), at]));
  const missing = transcriptSheetColumns.find((column) => !places.has(column));
  if (missing !== undefined)
    throw new InputError(`${name}: expected the columns ${transcriptSheetColumns.join(", ")}, found no ${missing}.`);
  const sheet: CheckedSheet = { rows: [], unchecked: 0 };
  lines.forEach((line, i) => {
    const cell = (column: (typeof transcriptSheetColumns)[number]) => (line[places.get(column)!] ?? "").trim();
    if (cell("checked") === "") {
      sheet.unchecked++;
      return;
    }
    const platform = Platform.safeParse(cell("platform"));
    if (!platform.success || cell("id") === "" || cell("language") === "")
      throw new InputError(
        `${name}, row ${i + 2}: expected platform, id and language as they were exported, found ` +
          `${JSON.stringify([cell("platform"), cell("id"), cell("language")])}. Restore them.`,
      );
    sheet.rows.push({
      video: { platform: platform.data, id: cell("id") },
      ...{ variant: cell("variant"), fingerprint: cell("fingerprint"), language: cell("language") },
      ...{ heard: cell("heard"), said: cell("said") },
    });
  });
  if (sheet.rows.length === 0)
    throw new InputError(
      `${name}: expected rows that were listened to, found none of ${sheet.unchecked} with anything in the column checked.`,
    );
  return sheet;
}

function parseRows(text: string, name: string): string[][] {
  try {
    return parse(text, { bom: true, skipEmptyLines: true, relaxColumnCount: false });
  } catch (cause) {
    throw new InputError(`${name}: expected a CSV file, found: ${(cause as CsvError).message}`, { cause });
  }
}
