// Starts the TypeScript kernel of the notebooks and hands it each interrupt, also while a cell keeps it busy:
//
//   node notebooks/kernel/launcher.cjs --config-path CONNECTION_FILE     (Jupyter calls this, see install.ts)
//
// Jupyter interrupts with SIGINT, which Node only hears between two pieces of work. So the kernel is a process of its own:
// the signal goes on to it, and a byte through a pipe to a thread of it that is never busy (watcher.cjs).
const { spawn } = require("node:child_process");
const { join } = require("node:path");

const kernel = spawn(process.execPath, [join(__dirname, "kernel.cjs"), ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "pipe"],
  // Jupyter signals the whole process group, and of two interrupts the second would meet the next cell.
  detached: true,
});
const pipe = kernel.stdio[3];
// Where the kernel ends first, there is nobody left to tell.
pipe.on("error", () => {});
process.on("SIGINT", () => {
  kernel.kill("SIGINT");
  pipe.write("i");
});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => kernel.kill(signal));
kernel.on("error", (error) => {
  console.error(`The kernel could not be started: ${error.message}`);
  process.exit(1);
});
kernel.on("exit", (code, signal) => process.exit(signal ? 1 : code));
