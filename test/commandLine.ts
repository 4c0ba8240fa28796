import { fixedClock, silentProgress } from "#lib/effects/index.ts";
import type { Effects } from "../lib/cli/effects.ts";
import { runProgram } from "../lib/cli/program.ts";

/** How a command line ended, and what it printed. */
export interface CommandLineEnd {
  code: number;
  out: string;
  err: string;
}

/** Runs one command line in this process, which starts faster than a process of its own; effects are made up unless given. */
export async function commandLine(args: readonly string[], effects: Partial<Effects> = {}): Promise<CommandLineEnd> {
  let out = "";
  let err = "";
  const code = await runProgram(args, {
    clock: fixedClock("2026-01-01T00:00:00Z"),
    progress: silentProgress,
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: {},
    randomBytes: (count) => new Uint8Array(count),
    ...effects,
  });
  return { code, out, err };
}
