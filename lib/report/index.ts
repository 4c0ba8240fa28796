export type { Figure } from "./figure.ts";
export { hashTree } from "./hashTree.ts";
export { renderFigure } from "./renderFigure.ts";
export { renderTable } from "./renderTable.ts";
export { type Artefact, type CellValue, type Column, cellText, fixed, type Row, type Table } from "./table.ts";
