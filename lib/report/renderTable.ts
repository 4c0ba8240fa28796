import type { Artefact, Table } from "./table.ts";
import { tableCells } from "./tableCells.ts";
import { tableCsv } from "./tableCsv.ts";
import { tableLatex } from "./tableLatex.ts";
import { tableMarkdown } from "./tableMarkdown.ts";

/** A table in all its formats: table.csv, table.md, table.tex and cells.json. */
export function renderTable(table: Table): Artefact[] {
  return [
    { path: "table.csv", text: tableCsv(table) },
    { path: "table.md", text: tableMarkdown(table), shows: { table } },
    { path: "table.tex", text: tableLatex(table) },
    { path: "cells.json", text: tableCells(table) },
  ];
}
