import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { programEnv } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import type { EngineEffects } from "./engineEffects.ts";
import type { SherpaCall, SherpaReply } from "./sherpaChild.ts";

/** A process that holds a model of sherpa-onnx. */
export interface SherpaProcess {
  readonly runs: boolean;
  /** @throws TransientError when the process ends before it has answered, InputError for what it refuses */
  ask(
    call: { readonly open: object } | { readonly hear: Float32Array; readonly sampleRateHz: number },
    signal?: AbortSignal,
  ): Promise<unknown>;
  close(): Promise<void>;
}

const mostKept = 4096;

/** Starts a process for sherpa-onnx; it ends with this one. */
export function startSherpaProcess(effects: EngineEffects): SherpaProcess {
  const program = fileURLToPath(new URL("./sherpaChild.ts", import.meta.url));
  const child: ChildProcess = fork(program, [], {
    env: programEnv(effects.env),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  let runs = true;
  let next = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    said = (said + piece).slice(-mostKept);
  });
  child.on("message", (reply: SherpaReply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("error" in reply) asked?.reject(new InputError(`sherpa-onnx refused: ${reply.error} ${lastWords(said)}`));
    else asked?.resolve(reply.result);
  });
  const closed = once(child, "close").then(
    () => {},
    () => {},
  );
  void closed.then(() => {
    runs = false;
    for (const asked of waiting.values())
      asked.reject(new TransientError(`sherpa-onnx ended by itself. ${lastWords(said)}`));
    waiting.clear();
  });
  return {
    get runs() {
      return runs;
    },
    ask: async (call, signal) => {
      signal?.throwIfAborted();
      // What it hears cannot be stopped in the middle; the process can.
      const onAbort = () => child.kill("SIGKILL");
      signal?.addEventListener("abort", onAbort);
      const id = next++;
      try {
        return await new Promise((resolve, reject) => {
          if (!runs) return reject(new TransientError(`sherpa-onnx ended by itself. ${lastWords(said)}`));
          waiting.set(id, { resolve, reject });
          const message: SherpaCall = { id, ...call };
          child.send(
            message,
            (error) => error && closed.then(() => reject(new TransientError("sherpa-onnx ended by itself."))),
          );
        });
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    },
    close: async () => {
      child.kill("SIGKILL");
      await closed;
    },
  };
}

function lastWords(said: string): string {
  return said.trim() === ""
    ? ""
    : `It said: ${JSON.stringify(said.trim().split("\n").slice(-3).join(" ").slice(-400))}`;
}
