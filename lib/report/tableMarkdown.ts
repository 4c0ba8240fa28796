import { cellText, stampText, type Table } from "./table.ts";

/** A table as a page of Markdown: title, table, notes. */
export function tableMarkdown(table: Table): string {
  const numeric = table.columns.map((column) => table.rows.every((row) => typeof row.values[column.key] !== "string"));
  const lines = [
    `# ${pageText(table.title)}`,
    "",
    ...(table.stamp === undefined ? [] : [`_${stampText[table.stamp]}_`, ""]),
    line(table.columns.map((column) => pageText(column.label))),
    line(numeric.map((right) => (right ? "--:" : ":--"))),
    ...table.rows.map((row) =>
      line(table.columns.map((column) => pageText(cellText(row.values[column.key], column.digits)))),
    ),
  ];
  if (table.notes.length > 0) lines.push("", ...table.notes.map((note) => `- ${noteText(note)}`));
  return `${lines.join("\n")}\n`;
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function pageText(text: string): string {
  return text
    .replace(/[\\|<>*_`[\]]/g, (char) => (char === "[" || char === "]" ? char : `\\${char}`))
    .replace(/\s+/g, " ");
}

/** A note may hold Markdown, but no HTML: "p < 0.05" would be the start of a tag. */
function noteText(note: string): string {
  return note.trim().replace(/\s+/g, " ").replaceAll("<", "\\<");
}
