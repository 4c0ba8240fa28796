import { cellText, stampText, type Table } from "./table.ts";

const special: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "–": "--",
};

/** A table as LaTeX (booktabs), notes below it; every text is escaped. */
export function tableLatex(table: Table): string {
  const align = table.columns.map((column) =>
    table.rows.every((row) => typeof row.values[column.key] !== "string") ? "r" : "l",
  );
  const line = (cells: string[]) => `  ${cells.map(texText).join(" & ")} \\\\`;
  return `${[
    "\\begin{table}",
    "\\centering",
    `\\caption{${texText(table.title)}}`,
    `\\label{tab:${table.name}}`,
    `\\begin{tabular}{${align.join("")}}`,
    "  \\toprule",
    line(table.columns.map((column) => column.label)),
    "  \\midrule",
    ...table.rows.map((row) => line(table.columns.map((column) => cellText(row.values[column.key], column.digits)))),
    "  \\bottomrule",
    "\\end{tabular}",
    ...(table.stamp === undefined ? [] : [`\\par\\footnotesize ${texText(stampText[table.stamp])}`]),
    ...table.notes.map((note) => `\\par\\footnotesize ${texText(note)}`),
    "\\end{table}",
  ].join("\n")}\n`;
}

function texText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\~^–&%$#_{}]/g, (char) => special[char] ?? `\\${char}`);
}
