import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/**
 * Tells Jupyter about the kernel of the notebooks: writes `kernels/livecorpus/kernel.json` below a Jupyter data directory.
 * The file names this checkout and the Node that runs this, so it is written again on each machine and never committed.
 *
 * @param directory Jupyter's data directory, by default `.jupyter/share/jupyter` of this checkout.
 * @param project the folder of the checkout whose kernel it is
 * @returns The directory, for the environment variable JUPYTER_PATH.
 */
export function installKernel(directory = join(root, ".jupyter", "share", "jupyter"), project = root): string {
  const folder = join(directory, "kernels", "livecorpus");
  const file = join(folder, "kernel.json");
  const spec = {
    argv: [
      process.execPath,
      join(project, "notebooks", "kernel", "launcher.cjs"),
      "--config-path",
      "{connection_file}",
    ],
    display_name: "TypeScript (livecorpus)",
    language: "typescript",
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(spec, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return directory;
}

/** Where Jupyter, VS Code among it, looks for kernels of this person, whatever JUPYTER_PATH says. */
export function personDirectory(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

if (import.meta.main) {
  const forPerson = process.argv.includes("--user");
  console.log(installKernel(forPerson ? personDirectory(process.platform, process.env, homedir()) : undefined));
}
