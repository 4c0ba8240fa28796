import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { display } from "tslab";
import {
  type Artefact,
  type Figure,
  figurePlotly,
  type PlotlyFigure,
  plotlyCell,
  plotlyLibraryCell,
  renderFigure,
  rowsTable,
  type Table,
  tableCell,
} from "#lib/report/index.ts";

let hasLibrary = false;

/** Shows a table of the paper, or any rows under a title, as a table below the cell. */
export function showTable(table: Table): void {
  display.html(tableCell(table));
}

/** Shows rows of a query, or any list of records, as a table below the cell; see rowsTable. */
export function showRows(title: string, rows: readonly object[], options?: Parameters<typeof rowsTable>[2]): void {
  showTable(rowsTable(title, rows, options));
}

/** Shows an interactive figure below the cell. The first one of a notebook brings the plotting library with it. */
export function showPlotly(figure: PlotlyFigure, label: string): void {
  if (!hasLibrary) {
    const path = createRequire(import.meta.url).resolve("plotly.js-basic-dist-min/plotly-basic.min.js");
    display.html(plotlyLibraryCell(readFileSync(path, "utf8")));
    hasLibrary = true;
  }
  display.html(plotlyCell(figure, `figure-${randomBytes(8).toString("hex")}`, label));
}

/** Shows a figure of the paper as one to explore: hover for n and the interval, click a series to hide it. */
export function showFigure(figure: Figure): void {
  showPlotly(figurePlotly(figure), figure.title);
}

/** Shows a figure as it stands in a paper. */
export function showSvg(figure: Figure): void {
  const svg = renderFigure(figure).find(({ path }) => path.endsWith(".svg"));
  // As HTML, since nbconvert takes most of an SVG away.
  if (svg) display.html(svg.text);
}

/** Shows what an experiment made: the same tables and figures as in results, of the same function. */
export function showResults(artefacts: readonly Artefact[]): void {
  for (const { shows } of artefacts) {
    if (shows === undefined) continue;
    if ("table" in shows) showTable(shows.table);
    else showFigure(shows.figure);
  }
}
