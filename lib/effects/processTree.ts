import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One process of this machine. */
export interface RunningProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly residentBytes: number;
}

/** A process and all that it has started, directly or not, as far as they still run; the process itself first. */
export function processTree(pid: number): RunningProcess[] {
  const all = listProcesses();
  const tree = all.filter((one) => one.pid === pid);
  for (let i = 0; i < tree.length; i++) tree.push(...all.filter(({ ppid }) => ppid === tree[i]!.pid));
  return tree;
}

/**
 * Signals a process and all that it has started. A process that leads a group of its own takes its group with it, also what
 * its dead children have left there.
 *
 * @returns the processes that were there, to be signalled again by `signalAll` when they do not end
 */
export function killTree(pid: number, signal: "SIGTERM" | "SIGKILL"): number[] {
  if (process.platform === "win32") {
    // Windows has no gentle signal; /F is the only one that console programs obey.
    quietly(() => execFileSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" }));
    return [];
  }
  // Read before the first is signalled: once it is dead, its children belong to somebody else.
  const tree = processTree(pid).map((one) => one.pid);
  quietly(() => process.kill(-pid, signal));
  signalAll(tree, signal);
  return tree;
}

/** Signals processes, as far as they still run. */
export function signalAll(pids: readonly number[], signal: "SIGTERM" | "SIGKILL"): void {
  for (const pid of pids) quietly(() => process.kill(pid, signal));
}

function listProcesses(): RunningProcess[] {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") return fromProc();
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/).map(Number))
    .map(([pid, ppid, kilobytes]) => ({ pid: pid!, ppid: ppid!, residentBytes: kilobytes! * 1024 }));
}

/** Linux without ps, which small container images lack. */
function fromProc(): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^[0-9]+$/.test(name)) continue;
    let status = "";
    quietly(() => {
      status = readFileSync(`/proc/${name}/status`, "latin1");
    });
    const ppid = /^PPid:\t([0-9]+)$/m.exec(status)?.[1];
    const kilobytes = /^VmRSS:\s+([0-9]+) kB$/m.exec(status)?.[1];
    // One that has ended has neither, or no memory any more.
    if (ppid && kilobytes)
      found.push({ pid: Number(name), ppid: Number(ppid), residentBytes: Number(kilobytes) * 1024 });
  }
  return found;
}

/** What is looked at or ended may have ended already. */
function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code, status } = error as NodeJS.ErrnoException & { status?: number };
    if (code !== "ESRCH" && code !== "ENOENT" && status === undefined) throw error;
  }
}
