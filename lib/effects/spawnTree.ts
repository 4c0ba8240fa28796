import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { killTree, signalAll } from "./processTree.ts";
import type { Sleep } from "./sleep.ts";

/**
 * Starts a program; when the signal is aborted, it and all that it has started are ended: asked first, killed `graceMs` later.
 * No shell reads the arguments. Ctrl-C on a terminal reaches this process alone: what it interrupts in the program would look
 * like a fault of what the program works on.
 *
 * @example
 * const child = spawnTree("ffmpeg", ["-i", path, "-f", "s16le", "-"], { signal, sleep: systemSleep });
 */
export function spawnTree(
  program: string,
  args: readonly string[],
  options: Omit<SpawnOptions, "shell" | "signal"> & { signal: AbortSignal; sleep: Sleep; graceMs?: number },
): ChildProcess {
  const { signal, sleep, graceMs = 2000, ...rest } = options;
  signal.throwIfAborted();
  const child = spawn(program, args, { detached: process.platform !== "win32", windowsHide: true, ...rest });
  const ended = new AbortController();
  const onAbort = async () => {
    if (child.pid === undefined) return;
    const tree = killTree(child.pid, "SIGTERM");
    await sleep(graceMs, ended.signal);
    signalAll(tree, "SIGKILL");
  };
  signal.addEventListener("abort", onAbort);
  child.on("close", () => {
    signal.removeEventListener("abort", onAbort);
    ended.abort();
  });
  return child;
}
