import { type Artefact, readableTable, type Table } from "./table.ts";
import { tableCells } from "./tableCells.ts";
import { tableCsv } from "./tableCsv.ts";
import { tableLatex } from "./tableLatex.ts";
import { tableMarkdown } from "./tableMarkdown.ts";

/** A table in all its formats: table.csv and cells.json with all rows, table.md and table.tex without those that stand aside. */
export function renderTable(table: Table): Artefact[] {
  return [
    { path: "table.csv", text: tableCsv(table) },
    { path: "table.md", text: tableMarkdown(readableTable(table)), shows: { table } },
    { path: "table.tex", text: tableLatex(readableTable(table)) },
    { path: "cells.json", text: tableCells(table) },
  ];
}
