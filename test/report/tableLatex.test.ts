import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { renderTable, type Table } from "#lib/report/index.ts";

const known = new Set(
  [
    ..."begin end caption label centering footnotesize scriptsize setlength tabcolsep sbox usebox ifdim wd linewidth".split(
      " ",
    ),
    ..."resizebox else fi toprule midrule bottomrule endfirsthead endhead endfoot par smallskip raggedright begingroup endgroup".split(
      " ",
    ),
    ..."textbackslash textasciitilde textasciicircum textless textgreater textbar".split(" "),
    ...["\\", "&", "%", "$", "#", "_", "{", "}"],
  ].map((name) => `\\${name}`),
);

/**
 * Reads LaTeX as TeX's mouth does and refuses what TeX would stumble over: a command that the tables do not use, a special
 * letter that is not escaped, braces and environments that do not close, a line break that takes the next cell for its
 * option. Gives the number of cells in each row of the outermost tabular or longtable.
 */
function cellsOfRows(tex: string): { columns: number; rows: number[] } {
  const tokens = tex.replace(/^%.*\n/, "").match(/\\[a-zA-Z]+\s*|\\.|[{}&]|[%$#_^~]|[^\\{}&%$#_^~]+/gsu)!;
  const open: string[] = [];
  const rows: number[] = [];
  let columns = 0;
  let cells = 1;
  const depth = () => open.filter((name) => /tabular|longtable/.test(name)).length;
  const group = (at: number) =>
    tokens
      .slice(at + 1, tokens.indexOf("}", at))
      .join("")
      .slice(1);
  tokens.forEach((raw, at) => {
    const token = raw.trim();
    if (/^[%$#_^~]$/.test(token))
      throw new Error(`"${token}" is not escaped: ${tokens.slice(at - 3, at + 3).join("")}`);
    if (token.startsWith("\\") && !known.has(token)) throw new Error(`unknown command ${token}`);
    if (token === "{") open.push("{");
    if (token === "}" && open.pop() !== "{") throw new Error("a brace closes what is not open");
    if (token === "\\begin") {
      open.push(group(at));
      if (depth() === 1 && /^(tabular|longtable)$/.test(group(at))) columns = tokens[at + 5]!.length;
    }
    if (token === "\\end") {
      const name = group(at);
      if (open.pop() !== name) throw new Error(`\\end{${name}} closes another environment`);
    }
    if (depth() !== 1) return;
    if (token === "&") cells++;
    if (token !== "\\\\") return;
    if (/^\s*[[*]/.test(tokens[at + 1] ?? "")) throw new Error(`an option of \\\\: ${tokens[at + 1]}`);
    rows.push(cells);
    cells = 1;
  });
  if (open.length > 0) throw new Error(`still open: ${open.join(" ")}`);
  return { columns, rows };
}

const interval = { value: 0.5, low: 0.25, high: 0.75, n: 4, clusters: 2, method: "" };

function tableOf(texts: readonly string[], rows: number): Table {
  const text = (i: number) => texts[i % texts.length]!;
  return {
    name: "odd",
    title: text(0),
    keys: ["key"],
    columns: [
      { key: "key", label: text(1) },
      { key: "text", label: `${text(2)} ${text(3)}` },
      { key: "share", label: "bm25 [95 %]", digits: 3 },
    ],
    rows: Array.from({ length: rows }, (_, i) => ({
      values: { key: `${text(i)}${i}`, text: text(i + 1), share: interval },
      sources: [],
    })),
    notes: [text(4), text(5)],
  };
}
const texOf = (table: Table) => renderTable(table).find(({ path }) => path === "table.tex")!.text;

it("is LaTeX that closes what it opens, with as many cells in each row as columns, whatever the texts", () => {
  const random = seededRandom("latex");
  const letters = [..."ab \\{}[]*&%$#_^~<>|\"'`-–\n\t視聴자é0\u0000\u007f"];
  for (let run = 0; run < 300; run++) {
    const texts = Array.from({ length: 6 }, () =>
      Array.from({ length: 1 + random.below(12) }, () => random.pick(letters)).join(""),
    );
    const rows = random.pick([1, 3, 41]);
    // A long table has two heads, for its first page and the others, and its caption ends with a line break of its own.
    const heads = rows > 40 ? 2 : 1;
    const read = cellsOfRows(texOf(tableOf(texts, rows)).replace(/(\\label\{tab:odd\}) \\\\/, "$1"));
    expect(read).toEqual({ columns: 3, rows: Array.from({ length: rows + heads }, () => 3) });
  }
});

it("keeps a cell that starts with a bracket from becoming an option of the line break before it", () => {
  expect(texOf(tableOf(["[1] first", "[2] second", "a", "b", "c", "d"], 3))).toContain("  {[2] second1} & a & 0.500");
});

it("makes a table smaller that is wider than the line, and lets one of more than 40 rows go on over pages", () => {
  expect(texOf(tableOf(["a"], 40))).toMatch(/^% Needs booktabs and graphicx\..*\n\\begin\{table\}.*\\resizebox/s);
  expect(texOf(tableOf(["a"], 41))).toMatch(
    /^% Needs booktabs, longtable, pdflscape and one column\.\n.*\\begin\{longtable\}\{llr\}/s,
  );
});

it("says on its first line when its texts need another LaTeX than the usual one", () => {
  const first = (text: string) => texOf(tableOf([text], 2)).split("\n")[0];
  expect(first("café")).toBe("% Needs booktabs and graphicx.");
  for (const text of ["視聴者", "시청자", "w９"])
    expect(first(text)).toBe("% Needs booktabs and graphicx, and LuaLaTeX or XeLaTeX with a font for its texts.");
});

it("writes a long head on lines, so that it is no wider than its numbers", () => {
  const tex = texOf(tableOf(["a", "b", "sliding-window-distance", "over everything"], 2));
  expect(tex).toContain("\\begin{tabular}[b]{@{}l@{}}sliding-window-distance \\\\ over \\\\ everything\\end{tabular}");
  expect(tex).toContain("bm25 [95 \\%]");
});
