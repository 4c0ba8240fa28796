import { once } from "node:events";
import { anySignal, type ProgramEffects, programEnv, spawnTree } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";

const mostSaid = 64 * 1024;
const watchMs = 1000;

/**
 * Runs a program that writes what it fetches to its standard output, until it ends, is aborted, or brings nothing for too long.
 * When this process dies, the program finds its output closed and ends too.
 *
 * @param run.take told each piece as it comes, before the next one is read
 * @param run.tick told every second, whether something came or not
 * @returns its exit code and the end of what it said
 * @throws InputError when there is no such program
 * @throws TransientError when it brought nothing for `stallMs`
 */
export async function streamProgram(
  program: string,
  args: readonly string[],
  run: {
    effects: ProgramEffects;
    signal: AbortSignal;
    stallMs: number;
    take: (piece: Uint8Array) => Promise<void>;
    tick: () => Promise<void>;
  },
): Promise<{ code: number | null; said: string }> {
  const { effects, signal, stallMs, take, tick } = run;
  const { clock, sleep, env } = effects;
  const limit = new AbortController();
  const child = spawnTree(program, args, {
    signal: anySignal([signal, limit.signal]),
    sleep,
    env: programEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    said = (said + piece).slice(-mostSaid);
  });
  let signMs = clock.monotonicMs();
  let stalled = false;
  const ended = new AbortController();
  const read = async () => {
    for await (const piece of child.stdout!) {
      signMs = clock.monotonicMs();
      await take(piece);
    }
  };
  const watch = async () => {
    while (!ended.signal.aborted) {
      await sleep(watchMs, ended.signal);
      await tick();
      if (clock.monotonicMs() - signMs <= stallMs) continue;
      stalled = true;
      limit.abort();
      return;
    }
  };
  const closed = once(child, "close");
  try {
    // What is read and kept decides: a store that fails ends the program at once.
    await Promise.all([Promise.all([read(), closed]).finally(() => ended.abort()), watch()]);
  } catch (error) {
    limit.abort();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EACCES") {
      await closed.catch(() => {});
      throw error;
    }
    throw new InputError(
      `Expected the program ${program}, found none that can be started (${code}). Install it, or say where it is; livecorpus doctor checks it.`,
      { cause: error },
    );
  } finally {
    ended.abort();
  }
  if (stalled) throw new TransientError(`${program} brought nothing for ${stallMs} ms.`);
  return { code: child.exitCode, said };
}
