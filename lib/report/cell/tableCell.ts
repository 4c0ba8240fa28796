import { escapeHtml } from "../inert.ts";
import { cellText, isInterval, readableTable, stampText, type Table } from "../table.ts";

const border = "border: 0; border-bottom: 1px solid #ddd; padding: 0.25em 0.7em; vertical-align: top;";

const shortText = 26;

/**
 * A table as the output of a notebook's cell: its title, what it is stamped as, the rows that a person reads, and its notes.
 * Whatever stands in it is text and no markup. The style stands at each element, since notebooks drop style sheets.
 */
export function tableCell(full: Table): string {
  const table = readableTable(full);
  const isNumeric = (key: string) =>
    table.rows.length > 0 && table.rows.every(({ values }) => typeof values[key] !== "string");
  const style = (key: string, value?: unknown) => {
    if (!isNumeric(key)) {
      // Names stay whole, and long texts are broken.
      const isShort = value === undefined || String(value).length <= shortText;
      return `${border} text-align: left; ${isShort ? "white-space: nowrap;" : "white-space: pre-wrap; max-width: 34em; overflow-wrap: break-word;"}`;
    }
    const fits = typeof value === "object" && isInterval(value as never) ? "white-space: nowrap; " : "";
    return `${border} text-align: right; ${fits}font-variant-numeric: tabular-nums;`;
  };
  const head = table.columns.map(({ key, label }) => `<th scope="col" style="${style(key)}">${escapeHtml(label)}</th>`);
  const rows = table.rows.map(({ values }) => {
    const cells = table.columns.map(
      ({ key, digits }) => `<td style="${style(key, values[key])}">${escapeHtml(cellText(values[key], digits))}</td>`,
    );
    return `<tr>${cells.join("")}</tr>\n`;
  });
  const stamp =
    table.stamp === undefined ? "" : `<p style="color: #555"><em>${escapeHtml(stampText[table.stamp])}</em></p>\n`;
  const notes = table.notes.map((note) => `<li>${escapeHtml(note)}</li>\n`).join("");
  return `<div style="overflow-x: auto">
<p style="margin: 0.5em 0"><strong>${escapeHtml(table.title)}</strong></p>
${stamp}<table style="border-collapse: collapse; margin: 0; font-size: 13px; line-height: 1.4">
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.join("")}</tbody>
</table>
</div>
${notes === "" ? "" : `<details><summary>Notes</summary><ul>\n${notes}</ul></details>\n`}`;
}
