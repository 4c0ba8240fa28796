import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listFiles } from "../architecture/source.ts";
import { type Cell, executeNotebook, shown } from "./execute.ts";

const root = join(import.meta.dirname, "..", "..");
const notebooks = listFiles(root, ["notebooks"]).filter((path) => path.endsWith(".ipynb"));

describe.each(notebooks)("%s", (path) => {
  it("is committed without outputs, for our kernel", () => {
    const notebook: { cells: Cell[]; metadata: { kernelspec: { name: string } } } = JSON.parse(
      readFileSync(join(root, path), "utf8"),
    );
    expect(notebook.metadata.kernelspec.name).toBe("livecorpus");
    const code = notebook.cells.filter((cell) => cell.cell_type === "code");
    expect(code.filter((cell) => cell.outputs?.length !== 0 || cell.execution_count !== null)).toEqual([]);
  });
});

describe("the kernel", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "livecorpus-notebook-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function notebookOf(...sources: string[]): string {
    const path = join(directory, "a.ipynb");
    const cells = sources.map((source, i) => {
      return { cell_type: "code", id: `c${i}`, execution_count: null, metadata: {}, outputs: [], source };
    });
    const metadata = { kernelspec: { display_name: "TypeScript", language: "typescript", name: "livecorpus" } };
    writeFileSync(path, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    return path;
  }

  it("runs cells that import from lib and from packages, wherever the notebook is", { timeout: 60_000 }, () => {
    const run = executeNotebook(
      notebookOf(
        'import { codePointLength } from "#lib/text/index.ts";\nimport { table } from "arquero";\nconst name = "配信";',
        "table({ length: [codePointLength(name)] }).objects()",
      ),
    );
    expect(run.stderr).not.toContain("Error");
    expect(run.status).toBe(0);
    expect(shown(run.cells[1])).toBe("[ { length: 2 } ]\n");
  });

  it("goes on when a file changes under it", { timeout: 60_000 }, () => {
    const touch = 'utimesSync("node_modules/zod/package.json", new Date(), new Date());';
    const wait = "await new Promise((resolve) => setTimeout(resolve, 500));";
    const run = executeNotebook(
      notebookOf('import { utimesSync } from "node:fs";\nimport { z } from "zod";', `${touch}\n${wait}`, "z.NEVER"),
    );
    expect(run.stderr).not.toContain("Error");
    expect(run.status).toBe(0);
  });

  it("fails with the compiler's message when a cell has a type error", { timeout: 60_000 }, () => {
    const run = executeNotebook(
      notebookOf('import { codePointLength } from "#lib/text/index.ts";', "const wrong: string = codePointLength(3);"),
    );
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("1:39 - Argument of type 'number' is not assignable to parameter of type 'string'.");
  });

  it("fails with the message of what a cell throws", { timeout: 60_000 }, () => {
    const run = executeNotebook(notebookOf('throw new RangeError("the window is empty");'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("RangeError: the window is empty");
  });
});
