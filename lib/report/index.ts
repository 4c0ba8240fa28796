export { type ArmPoint, type ArmsFigure, armsFigureSvg } from "./armsFigure.ts";
export { armsFigurePage } from "./armsPage.ts";
export { hashTree } from "./hashTree.ts";
export { renderTable } from "./renderTable.ts";
export { type Artefact, type CellValue, type Column, cellText, fixed, type Row, type Table } from "./table.ts";
