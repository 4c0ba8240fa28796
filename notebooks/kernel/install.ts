import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/**
 * Tells Jupyter about the kernel of the notebooks: writes `kernels/livecorpus/kernel.json` below a Jupyter data directory.
 * The file names this checkout and the Node that runs this, so it is written again on each machine and never committed.
 *
 * @param directory Jupyter's data directory, by default `.jupyter/share/jupyter` of this checkout.
 * @returns The directory, for the environment variable JUPYTER_PATH.
 */
export function installKernel(directory = join(root, ".jupyter", "share", "jupyter")): string {
  const folder = join(directory, "kernels", "livecorpus");
  const file = join(folder, "kernel.json");
  const spec = {
    argv: [process.execPath, join(root, "notebooks", "kernel", "launcher.cjs"), "--config-path", "{connection_file}"],
    display_name: "TypeScript (livecorpus)",
    language: "typescript",
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(spec, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return directory;
}

if (import.meta.main) console.log(installKernel());
