/**
 * Runs the tests: types, style and everything under test for `npm test`; one folder with `--mode soak` or `--mode real`.
 * Other arguments go to vitest, for example `npm test -- test/stats`. Ends with one line, `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closingLine, type TestReport } from "./setup/closingLine.ts";

const root = join(import.meta.dirname, "..");
const args = process.argv.slice(2);
const mode = args.includes("--mode") ? args[args.indexOf("--mode") + 1] : null;

/** Runs a program of node_modules in the root, its output on this terminal; true when it ends well. */
function step(name: string, program: string, programArgs: string[]): { name: string; ok: boolean; seconds: number } {
  console.log(`\n${name}`);
  const startMs = performance.now();
  const script = join(root, "node_modules", program);
  const { status } = spawnSync(process.execPath, [script, ...programArgs], { cwd: root, stdio: "inherit" });
  return { name, ok: status === 0, seconds: (performance.now() - startMs) / 1000 };
}

if (mode === "real") requireRealData();
const reportFolder = mkdtempSync(join(tmpdir(), "livecorpus-test-"));
const reportFile = join(reportFolder, "report.json");
try {
  const steps = [];
  if (mode === null) {
    // .bin/tsc belongs to the notebook kernel's older TypeScript, so TypeScript is named by its own path.
    steps.push(step("types", "typescript/bin/tsc", ["--noEmit"]));
    steps.push(step("style", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]));
  }
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  steps.push(step("tests", "vitest/vitest.mjs", ["run", ...reporters, ...args]));
  const report: TestReport | null = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, "utf8")) : null;
  console.log("");
  for (const { name, ok, seconds } of steps) console.log(`${name}  ${ok ? "ok" : "failed"}  ${seconds.toFixed(1)} s`);
  console.log(closingLine(steps, report));
  process.exitCode = steps.every(({ ok }) => ok) ? 0 : 1;
} finally {
  rmSync(reportFolder, { recursive: true, force: true });
}

function requireRealData(): void {
  const directory = process.env.LIVECORPUS_REAL;
  if (directory && statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  console.error(
    "npm run test:real checks the project against real logs, which are not part of it. Expected their directory in " +
      `LIVECORPUS_REAL, found ${directory ? `${directory}, which is not a directory` : "nothing"}. ` +
      "Run: LIVECORPUS_REAL=DIRECTORY npm run test:real",
  );
  process.exit(1);
}
