import type { Interval } from "#lib/stats/index.ts";
import type { Figure } from "./figure.ts";

/** What a cell may hold: an Interval becomes three columns of a CSV and one cell of a page. */
export type CellValue = string | number | null | Interval;

/** One column; `digits` after the point for numbers and intervals (0 unless given). */
export interface Column {
  key: string;
  label: string;
  digits?: number;
}

/**
 * One row: its values by column, and the rows of data that its numbers were computed from. A row of data that names its
 * `question`, and its `arm` (or `arms`), `reader`, `order` and `draw` where it counts only their answers, is shown with what was asked and
 * answered; any other is shown as it is. A row that stands `aside` is in table.csv and cells.json alone, so that a page
 * shows no more than a person reads.
 */
export interface Row {
  values: Record<string, CellValue>;
  sources: readonly unknown[];
  aside?: boolean;
}

/** A table of a paper, before it is written in any format; `keys` are the columns that name a row. */
export interface Table {
  name: string;
  title: string;
  keys: readonly string[];
  columns: readonly Column[];
  rows: readonly Row[];
  notes: readonly string[];
  /** Whether what the table answers was declared before the answers were there, by a study that was locked. */
  stamp?: "confirmatory" | "exploratory";
}

/**
 * A file that an experiment makes: a path below the experiment's own folder, and its whole text. `shows` is what the file
 * was made of, for the page of all results; hand it on where a file is renamed.
 */
export interface Artefact {
  path: string;
  text: string;
  shows?: { table: Table } | { figure: Figure };
}

/** What a stamp says to a reader of the table. */
export const stampText: Record<NonNullable<Table["stamp"]>, string> = {
  confirmatory: "Confirmatory: what is asked here was declared and locked before the answers were there.",
  exploratory: "Exploratory: what is asked here was not locked before the answers were there.",
};

/** What a page or a paper shows of a table: the rows that do not stand aside, and a note of how many do. */
export function readableTable(table: Table): Table {
  const rows = table.rows.filter(({ aside }) => !aside);
  if (rows.length === table.rows.length) return table;
  return {
    ...table,
    rows,
    notes: [...table.notes, `Shown: ${rows.length} of ${table.rows.length} rows; table.csv has all.`],
  };
}

/** True for a cell that carries its interval. */
export function isInterval(value: CellValue | undefined): value is Interval {
  return typeof value === "object" && value !== null;
}

/** A number with a fixed count of digits, "-0" mended; the same text on every machine. */
export function fixed(value: number, digits = 0): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** A cell as a person reads it: `0.812 [0.741, 0.868]`, `–` for nothing, `<0.0001` for what would round to 0 and is more. */
export function cellText(value: CellValue | undefined, digits = 0): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    const text = fixed(value, digits);
    return value > 0 && Number(text) === 0 ? `<${fixed(10 ** -digits, digits)}` : text;
  }
  if (value.value === null) return "–";
  if (value.low === null || value.high === null) return fixed(value.value, digits);
  return `${fixed(value.value, digits)} [${fixed(value.low, digits)}, ${fixed(value.high, digits)}]`;
}
