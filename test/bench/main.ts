import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs every bench of this folder, one after another, each in a process of its own, and prints one table. Ends with 1 where
 * a bound does not hold. Arguments: parts of names, to run only some, e.g. `npm run bench -- qa`.
 */
const wanted = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort();

console.log("| job | livecorpus | peers in the same run | measured | asked |");
console.log("|---|---|---|---|---|");
for (const name of benches) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, name)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
