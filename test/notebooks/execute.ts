import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { installKernel } from "../../notebooks/kernel/install.ts";

const root = join(import.meta.dirname, "..", "..");

export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
}

export interface Cell {
  cell_type: string;
  execution_count?: number | null;
  source: string | string[];
  outputs?: Output[];
}

export interface Executed {
  status: number | null;
  stderr: string;
  cells: Cell[];
}

/**
 * Runs a notebook, by its path in the project, from its first cell to its last, in a Jupyter that knows our kernel only.
 *
 * @param project whose kernel it runs in, where that is another copy
 */
export function executeNotebook(path: string, project = root): Executed {
  return execute([path], ["-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir"], project)[0]!;
}

function execute(paths: readonly string[], program: readonly string[], project: string): Executed[] {
  const home = mkdtempSync(join(tmpdir(), "livecorpus-jupyter-"));
  try {
    const { status, stderr } = spawnSync(
      "/usr/bin/python3",
      [...program, home, ...paths.map((path) => resolve(root, path))],
      {
        encoding: "utf8",
        env: {
          ...process.env,
          HOME: home,
          JUPYTER_PATH: installKernel(join(home, "jupyter"), project),
          JUPYTER_CONFIG_DIR: join(home, "config"),
          JUPYTER_DATA_DIR: join(home, "data"),
          JUPYTER_RUNTIME_DIR: join(home, "runtime"),
          // Python's debugger warns about frozen modules otherwise.
          PYDEVD_DISABLE_FILE_VALIDATION: "1",
        },
      },
    );
    return paths.map((path) => {
      const made = join(home, basename(path));
      return { status, stderr, cells: existsSync(made) ? JSON.parse(readFileSync(made, "utf8")).cells : [] };
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Runs all notebooks of a folder, one after another in one kernel (see execute.py), and gives what each showed by its name.
 * Throws where one fails, with what was said.
 */
export function executeFolder(folder: string): (name: string) => Executed {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".ipynb"));
  const runs = execute(
    names.map((name) => join(folder, name)),
    [join(import.meta.dirname, "execute.py")],
    root,
  );
  if (runs[0]?.status !== 0) throw new Error(`a notebook of ${folder} failed:\n${runs[0]?.stderr}`);
  return (name) => {
    const run = runs[names.indexOf(`${name}.ipynb`)];
    if (!run) throw new Error(`There is no ${name} in ${folder}: ${names.join(", ")}.`);
    return run;
  };
}

/** What a cell printed as text or showed as HTML. */
export function shown(cell: Cell | undefined): string {
  const texts = (cell?.outputs ?? []).map((output) => output.text ?? output.data?.["text/html"] ?? []);
  return texts.flat().join("");
}
