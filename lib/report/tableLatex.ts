import { cellText, stampText, type Table } from "./table.ts";

const special: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "–": "--",
};
const mostRowsOfAFloat = 40;
const headLength = 14;

/**
 * A table as LaTeX (booktabs), notes below it; every text is escaped, long heads stand in lines. Up to 40 rows it is a float,
 * made smaller where it is wider than the line; a longer one is a `longtable`, which goes on over pages, on its side. The
 * first line of the file names what it needs.
 */
export function tableLatex(table: Table): string {
  const isLong = table.rows.length > mostRowsOfAFloat;
  const text = (isLong ? long(table) : float(table)).join("\n");
  const needs = isLong ? "booktabs, longtable, pdflscape and one column" : "booktabs and graphicx";
  // Beyond the letters of Europe, which every LaTeX knows.
  const engine = /[^\u0000-\u017f]/u.test(text) ? ", and LuaLaTeX or XeLaTeX with a font for its texts" : "";
  return `% Needs ${needs}${engine}.\n${text}\n`;
}

function float(table: Table): string[] {
  return [
    "\\begin{table}",
    "\\centering\\footnotesize\\setlength{\\tabcolsep}{4pt}",
    ...captioned(table),
    `\\sbox0{\\begin{tabular}{${align(table)}}`,
    "  \\toprule",
    head(table),
    "  \\midrule",
    ...rows(table),
    "  \\bottomrule",
    "\\end{tabular}}",
    "\\ifdim\\wd0>\\linewidth\\resizebox{\\linewidth}{!}{\\usebox0}\\else\\usebox0\\fi",
    ...below(table),
    "\\end{table}",
  ];
}

function long(table: Table): string[] {
  const top = ["  \\toprule", head(table), "  \\midrule"];
  return [
    "\\begin{landscape}",
    "\\begingroup\\scriptsize\\setlength{\\tabcolsep}{3pt}",
    `\\begin{longtable}{${align(table)}}`,
    // The caption and its label on the first page only: a label stands once.
    `${captioned(table).join("")} \\\\`,
    ...top,
    "\\endfirsthead",
    ...top,
    "\\endhead",
    "  \\bottomrule",
    "\\endfoot",
    ...rows(table),
    "\\end{longtable}",
    ...below(table),
    "\\endgroup",
    "\\end{landscape}",
  ];
}

function captioned(table: Table): string[] {
  return [`\\caption{${texText(table.title)}}`, `\\label{tab:${table.name}}`];
}

function align(table: Table): string {
  return table.columns
    .map((column) => (table.rows.every((row) => typeof row.values[column.key] !== "string") ? "r" : "l"))
    .join("");
}

function head(table: Table): string {
  const places = align(table);
  return line(table.columns.map((column, i) => stacked(column.label, places[i]!)));
}

function rows(table: Table): string[] {
  return table.rows.map((row) =>
    line(table.columns.map((column) => cell(cellText(row.values[column.key], column.digits)))),
  );
}

function below(table: Table): string[] {
  const stamp = table.stamp === undefined ? [] : [stampText[table.stamp]];
  const notes = [...stamp, ...table.notes].map((note) => `${texText(note)}\\par`);
  return notes.length === 0 ? [] : ["\\par\\smallskip\\raggedright\\footnotesize", ...notes];
}

function line(cells: string[]): string {
  return `  ${cells.join(" & ")} \\\\`;
}

/** Words on lines of about `headLength` letters, so that a head is no wider than its numbers. */
function stacked(label: string, place: string): string {
  const lines: string[] = [];
  for (const word of label.split(/\s+(?!%)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < headLength) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length < 2) return cell(label);
  return `\\begin{tabular}[b]{@{}${place}@{}}${lines.map(cell).join(" \\\\ ")}\\end{tabular}`;
}

/** The braces keep a text that starts with `[` or `*` from becoming an option of the line break before it. */
function cell(text: string): string {
  const tex = texText(text);
  return /^ *[[*]/.test(tex) ? `{${tex}}` : tex;
}

function texText(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").replace(/[\\~^<>|–&%$#_{}]/g, (char) => special[char] ?? `\\${char}`);
}
