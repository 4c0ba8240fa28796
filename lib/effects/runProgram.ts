import { once } from "node:events";
import type { Readable } from "node:stream";
import { InputError, TransientError } from "#lib/errors.ts";
import { anySignal } from "./anySignal.ts";
import type { Clock } from "./clock.ts";
import { programEnv } from "./programEnv.ts";
import type { Sleep } from "./sleep.ts";
import { spawnTree } from "./spawnTree.ts";

/** What starting a program needs of the world. */
export interface ProgramEffects {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a program is run. */
export interface ProgramRun {
  readonly effects: ProgramEffects;
  readonly signal: AbortSignal;
  readonly folder?: string;
  /** The longest that it may take. */
  readonly timeoutMs: number;
  /** The longest that it may say nothing. */
  readonly stallMs?: number;
  /** Told each line of its output; what it throws ends the program and is thrown. */
  readonly onLine?: (line: string) => void;
  /** How many characters are kept of the end of what it says; 65536 where nothing is said. */
  readonly mostKept?: number;
}

/** How it ended, and the ends of what it said. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ordinarilyKept = 64 * 1024;
const watchMs = 1000;

/**
 * Runs an external program to its end. When it is aborted, takes too long or says nothing for too long, all processes that it has
 * started are ended too.
 *
 * @throws InputError when there is no such program
 * @throws TransientError when it took too long
 */
export async function runProgram(program: string, args: readonly string[], run: ProgramRun): Promise<ProgramEnd> {
  const { effects, signal, folder, onLine, mostKept = ordinarilyKept } = run;
  const { clock, sleep, env } = effects;
  const limit = new AbortController();
  const child = spawnTree(program, args, {
    signal: anySignal([signal, limit.signal]),
    sleep,
    env: programEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
    ...(folder !== undefined && { cwd: folder }),
  });
  const ended = new AbortController();
  const startedMs = clock.monotonicMs();
  let signMs = startedMs;
  const heard = (line: string) => {
    signMs = clock.monotonicMs();
    try {
      onLine?.(line);
    } catch (error) {
      limit.abort(error);
    }
  };
  const watch = async () => {
    while (!ended.signal.aborted) {
      await sleep(watchMs, ended.signal);
      const nowMs = clock.monotonicMs();
      if (nowMs - startedMs > run.timeoutMs)
        limit.abort(new TransientError(`${program} was not done within its ${Math.round(run.timeoutMs / 1000)} s.`));
      else if (run.stallMs !== undefined && nowMs - signMs > run.stallMs)
        limit.abort(new TransientError(`${program} said nothing for ${Math.round(run.stallMs / 1000)} s.`));
    }
  };
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      readLines(child.stdout!, heard, mostKept),
      readLines(child.stderr!, heard, mostKept),
      once(child, "close"),
      // Ended by the closing of the child, with the rest.
      Promise.race([watch(), once(child, "close")]),
    ]);
    if (signal.aborted) throw signal.reason;
    if (limit.signal.aborted) throw limit.signal.reason;
    return { code, stdout, stderr };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EACCES") throw error;
    throw new InputError(
      `Expected the program ${program}, found none that can be started (${code}). Install it, or say where it is; livecorpus doctor checks it.`,
      { cause: error },
    );
  } finally {
    ended.abort();
  }
}

/** Tells each line, ended by CR or LF, and gives the end of all that was said. */
async function readLines(stream: Readable, tell: (line: string) => void, mostKept: number): Promise<string> {
  let held = "";
  let said = "";
  stream.setEncoding("utf8");
  for await (const piece of stream) {
    said = (said + piece).slice(-mostKept);
    const lines = (held + piece).slice(-mostKept).split(/[\r\n]+/);
    held = lines.pop()!;
    for (const line of lines) if (line !== "") tell(line);
  }
  if (held !== "") tell(held);
  return said;
}
