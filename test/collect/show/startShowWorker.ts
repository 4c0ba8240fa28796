import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

const main = join(import.meta.dirname, "../../../lib/cli/main.ts");

/** One `livecorpus` of several. */
export interface ShowWorker {
  child: ChildProcess;
  /** Tasks that it has taken so far. */
  taken: () => number;
  said: () => string;
  /** Its exit code, or the signal that ended it, once all that it said was read. */
  ended: Promise<number | string>;
}

/** Starts a process of `livecorpus collect --json` that is killed as soon as it has taken `killAt` tasks. */
export function startShowWorker(
  args: readonly string[],
  env: Record<string, string>,
  killAt = Number.POSITIVE_INFINITY,
): ShowWorker {
  const child = spawn(process.execPath, [main, "collect", "--json", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  let said = "";
  const decoder = new StringDecoder("utf8");
  const taken = () => said.split('{"kind":"taken"').length - 1;
  child.stdout!.on("data", (piece: Buffer) => {
    said += decoder.write(piece);
    if (taken() >= killAt) child.kill("SIGKILL");
  });
  child.stderr!.on("data", (piece: Buffer) => {
    said += piece.toString("utf8");
  });
  const ended = once(child, "close").then(([code, signal]) => code ?? signal);
  return { child, taken, said: () => said, ended };
}
