import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { programEnv } from "./programEnv.ts";
import type { ProgramEffects } from "./runProgram.ts";
import { spawnTree } from "./spawnTree.ts";

/**
 * Starts a program that would go on for ever, such as a server, so that it never outlives this process: it ends when the
 * signal is aborted, and when this process ends, even by SIGKILL. A program that cannot be started ends with 127 and its
 * reason on stderr. Ctrl-C on a terminal reaches this process alone.
 *
 * @example
 * const server = spawnGuarded("whisper-server", ["--port", "8123"], { effects, signal });
 */
export function spawnGuarded(
  program: string,
  args: readonly string[],
  { effects, signal }: { effects: ProgramEffects; signal: AbortSignal },
): ChildProcess {
  const guard = fileURLToPath(new URL("./guard.ts", import.meta.url));
  return spawnTree(process.execPath, [guard, program, ...args], {
    signal,
    sleep: effects.sleep,
    env: programEnv(effects.env),
    stdio: ["pipe", "ignore", "pipe"],
  });
}
