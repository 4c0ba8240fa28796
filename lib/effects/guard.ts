import { spawn } from "node:child_process";

/**
 * A program, started by spawnGuarded: runs the program that its arguments name, and kills it as soon as its own input ends,
 * which the system sees to when whoever started this dies, however that happens.
 */
const [program = "", ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], windowsHide: true });
const end = () => child.kill("SIGKILL");
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code) => process.exit(code ?? 128));
process.stdin.on("end", end).on("error", end).resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
