import { rowName } from "../cellsOf.ts";
import { escapeHtml } from "../inert.ts";
import { cellText, type Table } from "../table.ts";

/**
 * A table as HTML. Each number is a button that opens what it was computed from: `data-table` counts the tables of the page,
 * `data-row` the rows, `data-column` the columns.
 */
export function tableHtml(table: Table, index: number): string {
  const numeric = new Set(
    table.columns
      .filter(({ key }) => table.rows.every((row) => typeof row.values[key] !== "string"))
      .map(({ key }) => key),
  );
  const side = (key: string) => (numeric.has(key) ? ' class="number"' : "");
  const head = table.columns.map(({ key, label }) => `<th scope="col"${side(key)}>${escapeHtml(label)}</th>`);
  const rows = table.rows.map((row, r) => {
    const cells = table.columns.map(({ key, digits }, c) => {
      const text = escapeHtml(cellText(row.values[key], digits));
      if (table.keys.includes(key)) return `<th scope="row"${side(key)}>${text}</th>`;
      if (typeof row.values[key] === "string" || row.sources.length === 0) return `<td${side(key)}>${text}</td>`;
      return `<td${side(key)}><button type="button" data-table="${index}" data-row="${r}" data-column="${c}">${text}</button></td>`;
    });
    return `<tr data-name="${escapeHtml(rowName(table, row))}">${cells.join("")}</tr>\n`;
  });
  return `<div class="scroll" role="region" aria-label="${escapeHtml(table.title)}" tabindex="0">
<table>
<caption>${escapeHtml(table.title)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.join("")}</tbody>
</table>
</div>
`;
}
