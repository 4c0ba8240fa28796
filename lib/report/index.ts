export { closestNames } from "./explain/closestNames.ts";
export type { Evidence } from "./explain/evidence.ts";
export { type Explained, type ExplainedRow, explainCell } from "./explain/explainCell.ts";
export type { Figure } from "./figure.ts";
export { hashTree } from "./hashTree.ts";
export { type IndexPage, indexPage } from "./page/indexPage.ts";
export { renderFigure } from "./renderFigure.ts";
export { renderTable } from "./renderTable.ts";
export { type Artefact, type CellValue, type Column, cellText, fixed, type Row, type Table } from "./table.ts";
