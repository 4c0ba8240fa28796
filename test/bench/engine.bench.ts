import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { wavBytes } from "#lib/media/index.ts";
import { openEngine, whisperProgram } from "#lib/transcribe/index.ts";
import { writeScriptedModel } from "../transcribe/scriptedModel.ts";

/**
 * What our engine adds to whisper.cpp: windows of 30 s heard through it, beside the same windows sent to a bare
 * whisper-server as files that are ready, in turn, on a scripted model of the size of whisper-base. Both do the same work in
 * the same program, so what is added is the processor time of this process; times by the clock stand beside it, and differ
 * by far more on a busy machine. Prints one row of the table of main.ts. Argument: windows (9).
 */
const windows = Number(process.argv[2] ?? 9);
const threads = 2;
const host = "127.0.0.1";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : 0;
}

/** The status of an answer of the bare server; 0 where it does not listen yet. */
function ask(port: number, path: string, form?: { type: string; body: Uint8Array }): Promise<number> {
  return new Promise((resolve) => {
    const headers = form && { "content-type": form.type, "content-length": form.body.length };
    const call = request({ host, port, path, method: form ? "POST" : "GET", ...(headers && { headers }) }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
    });
    call.on("error", () => resolve(0)).end(form?.body);
  });
}

function readyForm(samples: Float32Array): { type: string; body: Uint8Array } {
  const field = (name: string, value: string) =>
    `--bench\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = '--bench\r\nContent-Disposition: form-data; name="file"; filename="window.wav"\r\n\r\n';
  const fields = field("response_format", "verbose_json") + field("no_language_probabilities", "true");
  const body = Buffer.concat([Buffer.from(fields + file), wavBytes(samples, 16_000), Buffer.from("\r\n--bench--\r\n")]);
  return { type: "multipart/form-data; boundary=bench", body };
}

function median(numbers: readonly number[]): number {
  return numbers.slice().sort((a, b) => a - b)[numbers.length >> 1]!;
}

/** Processor time of a process of Linux so far, in milliseconds (proc(5): utime and stime, in hundredths of a second). */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /s, "")
    .split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

async function bench(folder: string): Promise<void> {
  const model = join(folder, "base.bin");
  const words = [" and", " then", " chat", " said", " that", " this", " was", " good"];
  const script = Array.from({ length: 7 }, (_, i) => ({ startSeconds: 4 * i, endSeconds: 4 * i + 4, words }));
  writeScriptedModel(model, script, "base");
  const random = seededRandom("bench");
  const samples = Float32Array.from({ length: 30 * 16_000 }, () => 0.02 * random.normal());
  const form = readyForm(samples);

  const port = await freePort();
  const place = ["--host", host, "--port", String(port), "-m", model, "-l", "en", "-t", String(threads)];
  const bare = spawn(whisperProgram("whisper-server").path, place, {
    stdio: "ignore",
    // As our own server is: a group of its own gets its own share of a busy machine.
    detached: true,
  });
  const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes };
  const engine = await openEngine({ engine: "whisper.cpp", model, language: "en", threads }, effects);
  const ours: number[] = [];
  const theirs: number[] = [];
  let [ownMs, bareMs] = [0, 0];
  try {
    while ((await ask(port, "/health")) !== 200) await systemSleep(100);
    const timed = async (into: number[], act: () => Promise<unknown>) => {
      const started = performance.now();
      await act();
      into.push(performance.now() - started);
    };
    const bareWindow = async () => {
      if ((await ask(port, "/inference", form)) !== 200) throw new Error("whisper-server failed");
    };
    const ourWindow = async () => {
      const before = process.cpuUsage();
      const heard = await engine.hear({ samples });
      const { user, system } = process.cpuUsage(before);
      ownMs += (user + system) / 1000;
      if (heard.length !== script.length) throw new Error("another transcript");
    };
    // Warm both; then each is first in turn.
    await bareWindow();
    await ourWindow();
    ownMs = 0;
    bareMs = -processorMs(bare.pid!);
    for (let window = 0; window < windows; window++) {
      if (window % 2 === 0) await timed(theirs, bareWindow);
      await timed(ours, ourWindow);
      if (window % 2 === 1) await timed(theirs, bareWindow);
    }
    bareMs += processorMs(bare.pid!);
  } finally {
    bare.kill("SIGKILL");
    await engine.close();
  }
  const added = ownMs / bareMs;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const byClock = median(ours.map((ms, window) => ms / theirs[window]!)) - 1;
  console.log(
    `| a window of 30 s through whisper.cpp, model of whisper-base's size, ${threads} threads | ${(ownMs / windows).toFixed(0)} ms of processor time added; ` +
      `${median(ours).toFixed(0)} ms by the clock | bare whisper-server ${(bareMs / windows).toFixed(0)} ms of processor time; ${median(theirs).toFixed(0)} ms by the clock | ` +
      `${percent(added)} added; by the clock ${percent(byClock)}, the median of ${windows} windows in turn | at most 3 % |`,
  );
  if (added > 0.03) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
