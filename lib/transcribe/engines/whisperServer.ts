import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createServer } from "node:net";
import { anySignal, type ProgramEffects, spawnGuarded } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";

/** A whisper-server that runs on this machine, and nobody else's. */
export interface WhisperServer {
  /** False once it has ended, by itself or by `close`. */
  readonly runs: boolean;
  /**
   * Sends a form to one of its pages.
   *
   * @throws TransientError when it ends before it has answered
   */
  post(page: string, type: string, body: Uint8Array, signal?: AbortSignal): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

const host = "127.0.0.1";
const tries = 5;
const firstWaitMs = 20;
const longestWaitMs = 250;
/** A model of 3 GB on a slow disk. */
const loadMs = 600_000;
const mostKept = 8192;

/**
 * Starts a whisper-server on a free port of the loopback interface and waits until it has loaded its model. All its pages
 * are under `token`, so that no other program of this machine, and no page in a browser, uses it by chance. It ends with
 * this process.
 *
 * @param args its arguments, without those of the place where it listens
 * @param token letters and digits that cannot be guessed
 * @throws InputError with its own words when it does not start
 */
export async function startWhisperServer(
  program: string,
  args: readonly string[],
  token: string,
  effects: ProgramEffects,
  signal?: AbortSignal,
): Promise<WhisperServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const stop = new AbortController();
    const place = ["--host", host, "--port", String(port), "--request-path", `/${token}`, "--public", `/${token}`];
    const child = spawnGuarded(program, [...place, ...args], { effects, signal: stop.signal });
    const server = openServer(child, port, token, stop);
    try {
      await untilReady(server, effects, signal);
      return server;
    } catch (error) {
      await server.close();
      // Somebody else took the port in between.
      if (attempt === tries || !server.said().includes("couldn't bind")) throw error;
    }
  }
}

interface OpenServer extends WhisperServer {
  said(): string;
  get(page: string, signal?: AbortSignal): Promise<number>;
}

function openServer(child: ChildProcess, port: number, token: string, stop: AbortController): OpenServer {
  let said = "";
  let runs = true;
  const ended = new AbortController();
  child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    said = (said + piece).slice(-mostKept);
  });
  const closed = once(child, "close").then(
    () => {},
    () => {},
  );
  void closed.then(() => {
    runs = false;
    ended.abort(new TransientError(`whisper-server ended by itself: ${lastLines(said)}`));
  });
  const ask = (
    method: string,
    page: string,
    headers: Record<string, string | number>,
    body?: Uint8Array,
    signal?: AbortSignal,
  ) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const given = anySignal(signal ? [signal, ended.signal] : [ended.signal]);
      const fail = (error: unknown) => reject(given.aborted ? given.reason : error);
      // An ended process and a broken connection come in any order; the process has the better word.
      const broken = (error: unknown) =>
        given.aborted ? fail(error) : void closedSoon(closed).then(() => fail(error));
      const call = request(
        { host, port, method, path: `/${token}${page}`, headers, signal: given, agent: false },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (piece: string) => {
            text += piece;
          });
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text })).on("error", broken);
        },
      );
      call.on("error", broken).end(body);
    });
  return {
    get runs() {
      return runs;
    },
    said: () => said,
    get: async (page, signal) => (await ask("GET", page, {}, undefined, signal)).status,
    post: (page, type, body, signal) =>
      ask("POST", page, { "content-type": type, "content-length": body.length }, body, signal),
    close: async () => {
      stop.abort();
      await closed;
    },
  };
}

async function untilReady(server: OpenServer, { clock, sleep }: ProgramEffects, signal?: AbortSignal): Promise<void> {
  const startMs = clock.monotonicMs();
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    signal?.throwIfAborted();
    const status = await server.get("/health", signal).catch(() => null);
    if (status === 200) return;
    if (!server.runs)
      throw new InputError(`Expected whisper-server to start, found that it ended: ${lastLines(server.said())}`);
    if (clock.monotonicMs() - startMs > loadMs)
      throw new TransientError(`whisper-server has not loaded its model within ${loadMs / 1000} s.`);
    await sleep(waitMs, signal);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** Waits for the end of a process whose connection broke, but not for ever: it may be alive. */
async function closedSoon(closed: Promise<void>): Promise<void> {
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
}

function lastLines(said: string): string {
  return JSON.stringify(said.trim().split("\n").slice(-4).join(" ").slice(-400));
}
