import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
// TypeScript 7 has no parser to call; the notebook kernel's TypeScript does.
import ts from "@tslab/typescript-for-tslab";

/** A file of code: `path` from the root with "/", `tree` its syntax; of a notebook, the code of all its cells. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
}

const ours = [".ci", "lib", "experiments", "notebooks", "results/sample", "test"];
const oursAtTheTop = /\.(ts|mjs|md|cff)$|^(package|tsconfig|biome)\.json$/;

/**
 * The files of the project below `root`, as paths with "/": our folders and what convention puts beside them, not the
 * logs and corpora that a person may keep in a checkout.
 */
export function listFiles(root: string, folders: readonly string[] = ours): string[] {
  const inFolders = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesIn(root, folder));
  const atTheTop = readdirSync(root).filter((name) => oursAtTheTop.test(name));
  return folders === ours ? [...atTheTop.sort(), ...inFolders] : inFolders;
}

function filesIn(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === ".ipynb_checkpoints") return [];
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

/** Reads the code below `root`: TypeScript, JavaScript and the cells of notebooks. */
export function readSources(root: string): Source[] {
  return listFiles(root)
    .filter((path) => /\.(ts|mjs|cjs|ipynb)$/.test(path))
    .map((path) => {
      const file = readFileSync(join(root, path), "utf8");
      const text = path.endsWith(".ipynb") ? codeOfNotebook(file) : file;
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS) };
    });
}

function codeOfNotebook(json: string): string {
  const notebook: { cells: { cell_type: string; source: string | string[] }[] } = JSON.parse(json);
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  return code.map((cell) => (typeof cell.source === "string" ? cell.source : cell.source.join(""))).join("\n");
}

/** Calls `visit` with each node of the tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Where a node stands, for a finding: `lib/a.ts:12`. */
export function place(source: Source, node: ts.Node): string {
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1}`;
}
