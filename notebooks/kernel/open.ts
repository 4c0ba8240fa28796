import { spawn } from "node:child_process";
import { join } from "node:path";
import { jupyterEnv } from "./jupyter.ts";

/**
 * `npm run notebook`: opens Jupyter on the notebooks with their kernel, and stays until it is stopped with Ctrl-C. Other
 * arguments go to Jupyter, for example `npm run notebook -- --no-browser --port 9000`.
 */
// The whole project, since the notebook of one's own study stands under studies; what is shown first are ours.
const folder = join(import.meta.dirname, "..", "..");
// Jupyter's name before version 7, and since; each passes over the other.
const first = ["NotebookApp", "JupyterNotebookApp"].map((name) => `--${name}.default_url=/tree/notebooks`);
// Jupyter refuses to run as root unless it is told to; in a container there is often nobody else.
const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
const args = ["notebook", folder, ...first, ...asRoot, ...process.argv.slice(2)];
const jupyter = spawn("jupyter", args, { stdio: "inherit", env: jupyterEnv(process.env) });
// It asks whether it shall end, and a second Ctrl-C is the answer.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => jupyter.kill("SIGTERM"));
jupyter.on("error", (error) => {
  console.error(`jupyter could not be started (${error.message}). Install it: apt-get install jupyter-notebook.`);
  process.exitCode = 1;
});
jupyter.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
