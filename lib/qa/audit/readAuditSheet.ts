import { type CsvError, parse } from "csv-parse/sync";
import { InputError } from "#lib/errors.ts";
import { sheetColumns } from "./auditSheet.ts";
import { type Defect, defects, isDefect } from "./defects.ts";

/** What one coder found: the codes of each question, the main one first. */
export interface CodedSheet {
  coder: string;
  codes: ReadonlyMap<string, readonly Defect[]>;
  /** What the coder read of each question, see `questionFingerprint`. */
  fingerprints: ReadonlyMap<string, string>;
}

/**
 * Reads a coder's sheet back. Codes stand in the column `defects`, separated by blanks, commas or semicolons.
 *
 * @param coder what to call the coder, such as the file's name
 * @throws InputError that names the row where a code is missing, unknown or doubled, or a question comes twice
 */
export function readAuditSheet(text: string, coder: string): CodedSheet {
  const [header, ...rows] = parseRows(text, coder);
  const column = (name: string) => {
    const at = header?.indexOf(name) ?? -1;
    if (at >= 0) return at;
    throw new InputError(`${coder}: expected the columns ${sheetColumns.join(", ")}, found no ${name}.`);
  };
  const [id, fingerprint, coded] = [column("id"), column("fingerprint"), column("defects")];
  const fingerprints = new Map<string, string>();
  const codes = new Map<string, readonly Defect[]>();
  rows.forEach((row, i) => {
    const place = `${coder}, row ${i + 2}, question ${row[id]}`;
    if (codes.has(row[id]!)) throw new InputError(`${place}: the question is there twice. Keep one of its rows.`);
    codes.set(row[id]!, codesOf(row[coded] ?? "", place));
    fingerprints.set(row[id]!, row[fingerprint] ?? "");
  });
  return { coder, codes, fingerprints };
}

function parseRows(text: string, coder: string): string[][] {
  try {
    return parse(text, { bom: true, skipEmptyLines: true, relaxColumnCount: false });
  } catch (cause) {
    throw new InputError(`${coder}: expected a CSV file, found: ${(cause as CsvError).message}`, { cause });
  }
}

function codesOf(text: string, place: string): Defect[] {
  const found = text
    .trim()
    .toLowerCase()
    .split(/[\s,;]+/u)
    .filter(Boolean);
  const known = found.filter(isDefect);
  const expected = `one or more of ${Object.keys(defects).join(", ")}`;
  if (found.length === 0) throw new InputError(`${place}: expected ${expected}, found an empty cell.`);
  const unknown = found.find((code) => !isDefect(code));
  if (unknown !== undefined) throw new InputError(`${place}: expected ${expected}, found ${unknown}.`);
  if (new Set(known).size < known.length) throw new InputError(`${place}: a code is there twice.`);
  if (known.includes("none") && known.length > 1)
    throw new InputError(`${place}: none stands alone, found ${known.join(" ")}.`);
  return known;
}
