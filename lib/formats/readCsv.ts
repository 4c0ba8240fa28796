import { CsvError, parse } from "csv-parse/sync";
import { type ByteStream, count, type ReadReport } from "./contract.ts";
import { readLines } from "./readLines.ts";

/** A quote that is open for more lines was never meant to open a field. */
const longestRecord = 256;
/** Records are parsed together, and only so few one by one, where one among them is odd. */
const fewRecords = 16;
/** A row whose quotes are not closed takes no more lines in: it is parsed again with each of them. */
const longestOddRow = 16 * 1024;
const numeric = /^\s*"?-?\d[\d:.]*"?\s*$/;

/**
 * The rows of a CSV in batches, the header as the first one; blank lines are passed over. RFC 4180 where a row keeps to it.
 * A row whose quotes, line breaks or separators were written unescaped is split at its first separators, as many as the
 * header has, and the rest is its last column; it is counted (`unescaped-quote`, `unescaped-newline`,
 * `unescaped-separator`). A row with fewer columns than the header comes as it is.
 */
export async function* readCsv(
  bytes: ByteStream,
  csv: { separator: string },
  report: ReadReport,
): AsyncIterable<string[][]> {
  const reader = new CsvReader(csv.separator, report);
  for await (const lines of readLines(bytes)) {
    const rows = reader.take(lines);
    if (rows.length > 0) yield rows;
  }
  const rest = reader.finish();
  if (rest.length > 0) yield rest;
}

class CsvReader {
  readonly #separator: string;
  readonly #report: ReadReport;
  /** Lines of a record whose quotes are not closed yet. */
  #open: string[] = [];
  #quotes = 0;
  /** The last whole record, kept back since the next line may still belong to it. */
  #last: string | undefined;
  #columns = 0;
  /** True once rows start with a number or a clock time, which tells a row from a message's next line. */
  #numbered = false;

  constructor(separator: string, report: ReadReport) {
    this.#separator = separator;
    this.#report = report;
  }

  take(lines: string[]): string[][] {
    const records: string[] = [];
    for (const line of lines) {
      if (line === "" && this.#quotes % 2 === 0) continue;
      this.#open.push(line);
      this.#quotes += quotesIn(line);
      if (this.#quotes % 2 === 1 && this.#open.length < longestRecord) continue;
      records.push(this.#open.join("\n"));
      this.#open = [];
      this.#quotes = 0;
    }
    return this.#rowsOf(records);
  }

  finish(): string[][] {
    const rows = this.#open.length > 0 ? this.#rowsOf([this.#open.join("\n")]) : [];
    if (this.#last !== undefined) rows.push(this.#rowOf(this.#last));
    return rows;
  }

  #rowsOf(records: string[]): string[][] {
    if (records.length === 0) return [];
    const all = this.#last === undefined ? records : [this.#last, ...records];
    const parsed = this.#parse(all.join("\n"));
    const columns = this.#columns || parsed?.[0]?.length;
    if (parsed?.length === all.length && parsed.every((row) => row.length === columns)) {
      this.#last = all.at(-1);
      const rows = parsed.slice(0, -1);
      for (const row of rows) this.#learn(row);
      return rows;
    }
    if (records.length > fewRecords) {
      const middle = records.length >> 1;
      return this.#rowsOf(records.slice(0, middle)).concat(this.#rowsOf(records.slice(middle)));
    }
    const rows: string[][] = [];
    const start = (text: string) => {
      if (this.#last !== undefined) {
        rows.push(this.#rowOf(this.#last));
        this.#numbered ||= numeric.test(text.split(this.#separator, 1)[0] ?? "");
      }
      this.#last = text;
    };
    for (const record of records) {
      const alone = this.#last === undefined ? undefined : this.#parse(record);
      if (alone?.length === 1 && alone[0]?.length === this.#columns) start(record);
      else
        for (const line of record.split("\n")) {
          if (this.#last === undefined || this.#last.length > longestOddRow || this.#startsRow(line)) start(line);
          else this.#last += `\n${line}`;
        }
    }
    return rows;
  }

  #startsRow(line: string): boolean {
    const cells = line.split(this.#separator);
    return cells.length >= this.#columns || !this.#numbered || numeric.test(cells[0]!);
  }

  #rowOf(record: string): string[] {
    const parsed = this.#parse(record);
    const row = parsed?.length === 1 ? parsed[0]! : this.#split(record);
    const extra = this.#columns > 0 ? row.slice(this.#columns) : [];
    if (extra.length > 0) {
      if (extra.some((cell) => cell !== "")) {
        count(this.#report.skipped, "unescaped-separator");
        row[this.#columns - 1] += this.#separator + extra.join(this.#separator);
      }
      row.length = this.#columns;
    }
    this.#learn(row);
    return row;
  }

  /** Splits a record that is no CSV at its first separators, and takes the outer quotes off each column. */
  #split(record: string): string[] {
    count(this.#report.skipped, record.includes('"') ? "unescaped-quote" : "unescaped-newline");
    const cells = record.split(this.#separator);
    const first = cells.slice(0, Math.max(0, this.#columns - 1));
    const rest = cells.slice(first.length).join(this.#separator);
    return [...first, rest].map((cell) =>
      cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    );
  }

  #learn(row: string[]): void {
    if (this.#columns === 0) this.#columns = row.length;
    else this.#numbered ||= numeric.test(row[0] ?? "");
  }

  /** The rows of a text by RFC 4180, undefined where it does not keep to it or they differ in length. */
  #parse(text: string): string[][] | undefined {
    // The parser is slow to start, and there is nothing in such a row that only it knows.
    if (!text.includes('"') && !text.includes("\n")) return [text.split(this.#separator)];
    try {
      return parse(text, { delimiter: this.#separator, record_delimiter: "\n" });
    } catch (error) {
      if (error instanceof CsvError) return undefined;
      throw error;
    }
  }
}

function quotesIn(line: string): number {
  let quotes = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) quotes++;
  return quotes;
}
