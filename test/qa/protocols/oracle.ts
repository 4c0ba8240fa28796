import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Runs the independent script beside this file: JSON in on standard input, JSON out. */
export function oracle(args: readonly string[], input: unknown = null) {
  const script = join(import.meta.dirname, "oracle.py");
  const options = { input: JSON.stringify(input), encoding: "utf8", maxBuffer: 1 << 26 } as const;
  return JSON.parse(execFileSync("/usr/bin/python3", [script, ...args], options));
}
