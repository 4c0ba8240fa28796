import { type ChildProcess, spawn } from "node:child_process";
import { type Clock, killTree, processTree, type Sleep } from "#lib/effects/index.ts";
import type { WorkEvent } from "../context.ts";
import type { Limits } from "../limits.ts";
import type { WorkerReport } from "../runWorker.ts";
import type { Shard } from "../shard/shard.ts";
import type { FromChild, ToChild } from "./messages.ts";

/** How a child is started: this program, whose arguments or environment make it call `serveSupervisor`. */
export interface ChildCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** How a child's life ended; `running` is the attempt at which it died. */
export type ChildEnd =
  | { readonly kind: "report"; readonly report: WorkerReport }
  | { readonly kind: "error"; readonly name: string; readonly message: string }
  | { readonly kind: "died"; readonly how: string; readonly running: (WorkEvent & { kind: "taken" }) | null };

const watchEveryMs = 1000;
const keptWords = 2000;

/**
 * Starts one child and lives with it until it is gone. A child that uses too much memory with all that it has started, that does
 * not notice that its step's time is up, or that does not end when it should, is killed with all that it has started.
 */
export async function startChild(options: {
  command: ChildCommand;
  name: string;
  shard: Shard | null;
  clock: Clock;
  sleep: Sleep;
  limits: Limits;
  memoryBytes: number;
  stop: AbortSignal;
  tell: (event: WorkEvent) => void;
  /** Shows that the child lives while it computes and cannot show it itself; never fails. */
  vouch: (running: WorkEvent & { kind: "taken" }) => Promise<void>;
  /** What the child prints. */
  say: (text: string) => void;
}): Promise<ChildEnd> {
  const { command, name, shard, clock, sleep, limits, memoryBytes, stop, tell, vouch, say } = options;
  const child = spawn(command.program, command.args, {
    // A group of its own is killed as a whole, also when its leader is dead already.
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: command.env,
  });
  const gone = new AbortController();
  let running: { event: WorkEvent & { kind: "taken" }; sinceMs: number; signMs: number } | null = null;
  let end: ChildEnd | null = null;
  let killedFor = "";
  let words = "";

  const kill = (why: string) => {
    killedFor ||= why;
    if (child.pid !== undefined) killTree(child.pid, "SIGKILL");
  };
  const killIn = async (ms: number, why: string) => {
    await sleep(ms, gone.signal);
    if (!gone.signal.aborted) kill(why);
  };
  const send = (message: ToChild) => {
    if (child.connected) child.send(message, () => {});
  };
  const onStop = () => {
    send({ kind: "stop" });
    void killIn(limits.graceMs + 2 * limits.settleMs, "it did not stop when it was told to");
  };
  const onMessage = (message: FromChild) => {
    if (message.kind === "ready") {
      send({ kind: "start", name, shard });
      if (stop.aborted) onStop();
    } else if (message.kind === "event") {
      const { event } = message;
      const nowMs = clock.monotonicMs();
      if (event.kind === "taken") running = { event, sinceMs: nowMs, signMs: nowMs };
      if (event.kind === "ended") running = null;
      if (event.kind === "beat" && running) running.signMs = nowMs;
      if (event.kind !== "beat") tell(event);
    } else {
      end = message;
      void killIn(limits.settleMs, "it did not end when its work was over");
    }
  };
  const watch = async () => {
    while (!gone.signal.aborted) {
      await sleep(Math.min(watchEveryMs, limits.leaseMs / 8), gone.signal);
      if (running && clock.monotonicMs() - running.signMs > limits.leaseMs / 3) {
        running.signMs = clock.monotonicMs();
        void vouch(running.event);
      }
      const overMs = running ? clock.monotonicMs() - running.sinceMs - running.event.timeoutMs : 0;
      if (overMs > 2 * limits.settleMs) kill("the time of its step was up, and it did not notice");
      const usedBytes = memoryBytes === Number.POSITIVE_INFINITY ? 0 : memoryOf(child);
      if (usedBytes > memoryBytes)
        kill(`it used ${megabytes(usedBytes)} of memory, and may use ${megabytes(memoryBytes)}`);
    }
  };
  const onWords = (piece: Buffer) => {
    words = (words + piece.toString("utf8")).slice(-keptWords);
    say(piece.toString("utf8"));
  };

  stop.addEventListener("abort", onStop);
  child.on("message", onMessage);
  child.stdout!.on("data", onWords);
  child.stderr!.on("data", onWords);
  const watching = watch();
  const heard = new AbortController();
  child.on("close", () => heard.abort());
  const how = await exitOf(child);
  gone.abort();
  stop.removeEventListener("abort", onStop);
  // What it had started must not outlive it; and once that is gone too, all that was said is heard.
  if (child.pid !== undefined) killTree(child.pid, "SIGKILL");
  await sleep(limits.settleMs, heard.signal);
  await watching;
  if (end) return end;
  const last = words.trim() === "" ? "" : ` It said last: ${words.trim()}`;
  const event = (running as { event: WorkEvent & { kind: "taken" } } | null)?.event ?? null;
  return { kind: "died", how: `${killedFor === "" ? how : `killed, since ${killedFor}`}.${last}`, running: event };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ? `killed by ${signal}` : `ended with code ${code}`));
  });
}

function memoryOf(child: ChildProcess): number {
  return child.pid === undefined ? 0 : processTree(child.pid).reduce((sum, one) => sum + one.residentBytes, 0);
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
