import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
  const home = mkdtempSync(join(tmpdir(), "livecorpus-jupyter-"));
  try {
    const { status, stderr } = spawnSync(
      "/usr/bin/python3",
      ["-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", home, resolve(root, path)],
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
    const cells: Cell[] = status === 0 ? JSON.parse(readFileSync(join(home, basename(path)), "utf8")).cells : [];
    return { status, stderr, cells };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What a cell printed as text or showed as HTML. */
export function shown(cell: Cell | undefined): string {
  const texts = (cell?.outputs ?? []).map((output) => output.text ?? output.data?.["text/html"] ?? []);
  return texts.flat().join("");
}
