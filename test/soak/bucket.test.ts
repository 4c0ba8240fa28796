import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../store/loopbackBucket.ts";

const root = join(import.meta.dirname, "..", "..");
const data = join(root, "experiments", "sample", "data", "twitch");

let folder: string;
let server: ChildProcess;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-soak-bucket-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
  server = spawn(process.execPath, [join(root, "test", "store", "loopbackBucket.ts"), "--bucket", "soak"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout!, "data");
  url = String(line).trim();
});
afterEach(async () => {
  server.kill();
  await once(server, "exit");
  await rm(folder, { recursive: true });
});

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, STORAGE_EMULATOR_HOST: url, LIVECORPUS_KEY_FILE: join(folder, "key") };
  const child = spawn(process.execPath, [join(root, "lib", "cli", "main.ts"), ...args], { env });
  let out = "";
  let err = "";
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
}

async function strike(fault: Fault): Promise<void> {
  await fetch(`${url}/_loopback/faults`, { method: "POST", body: JSON.stringify(fault) });
}

test("an import is done although its bucket answers 503 for half a minute, in real time", async () => {
  const corpus = ["--corpus", "gs://soak/corpus"];
  const files = [join(data, "9900000002_chat.json"), join(data, "9900000002.csv")];
  await strike({ fault: "status", status: 503, after: 5, forMs: 30_000 });
  const startMs = performance.now();
  const imported = await livecorpus("import", ...files, "--platform", "twitch", "--video", "9900000002", ...corpus);
  expect([imported.code, imported.err]).toEqual([0, ""]);
  expect(performance.now() - startMs).toBeGreaterThan(25_000);
  const chunked = await livecorpus("chunk", ...corpus, "--json");
  expect(JSON.parse(chunked.out)).toMatchObject({ unchanged: false });
});

test("a whole import and cut through a storm of faults keeps what one in fair weather keeps", async () => {
  const files = [join(data, "9900000004_chat.json"), join(data, "9900000004.csv")];
  const run = async (corpus: string) => {
    const at = ["--corpus", corpus];
    const imported = await livecorpus("import", ...files, "--platform", "twitch", "--video", "9900000004", ...at);
    const chunked = await livecorpus("chunk", ...at, "--json");
    return [imported, chunked];
  };
  const fair = await run("gs://soak/fair");
  for (let after = 3; after < 120; after += 9) {
    await strike({ fault: "reset", after });
    await strike({ fault: "status", status: 503, after: after + 1 });
    await strike({ fault: "loseAnswer", after: after + 3, on: ["upload", "delete"] });
    await strike({ fault: "break", afterBytes: 1000, after, on: "read" });
  }
  expect(await run("gs://soak/storm")).toEqual(fair);
});
