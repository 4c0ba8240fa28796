import { spawn } from "node:child_process";
import { join } from "node:path";
import { InputError } from "#lib/errors.ts";

const main = join(import.meta.dirname, "..", "..", "lib", "cli", "main.ts");

/**
 * Runs a command of the toolkit from a cell and prints below it what the command says, as it says it. What takes hours
 * belongs on a terminal: it goes on where it was in either place.
 *
 * @param args what stands after `livecorpus`, each argument a text of its own
 * @throws InputError when the command ends with a fault
 * @example
 * await livecorpus("status", "--study", "experiments/sample");
 */
export function livecorpus(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (text) => process.stdout.write(text));
    child.stderr.on("data", (text) => process.stderr.write(text));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new InputError(`livecorpus ${args.join(" ")} ended with ${signal ?? code}; what it said is above.`));
    });
  });
}
