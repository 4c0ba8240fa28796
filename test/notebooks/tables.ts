import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Executed } from "./execute.ts";

const root = join(import.meta.dirname, "..", "..");

/** The rows of each table that a notebook showed, by the table's title: texts of cells, without the head. */
export function shownTables({ cells }: Executed): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  for (const { outputs = [] } of cells)
    for (const { data } of outputs) {
      const html = [data?.["text/html"] ?? ""].flat().join("");
      const title = /<strong>(.*?)<\/strong>/s.exec(html)?.[1];
      if (title === undefined || !html.includes("<table")) continue;
      const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
        [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, text = ""]) => unescaped(text)),
      );
      tables.set(unescaped(title), rows.slice(1));
    }
  return tables;
}

/** The first table of the notebook whose title begins so. */
export function tableOf(run: Executed, title: string): string[][] {
  const found = [...shownTables(run)].find(([name]) => name.startsWith(title));
  if (!found) throw new Error(`No table ${title}: found ${[...shownTables(run).keys()].join("; ")}. ${run.stderr}`);
  return found[1];
}

/** The rows of a committed table of the sample, as a person reads them. */
export function committedTable(experiment: string): string[][] {
  const text = readFileSync(join(root, "results", "sample", experiment, "table.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.replace(/\\(.)/g, "$1")),
  );
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
