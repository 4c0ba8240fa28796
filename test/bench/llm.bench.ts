import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { genaiModel, keepCalls, makeBudget, makeModelDoor } from "#lib/llm/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * How near the door comes to what its limit allows: answers of a server that takes a second for each, as a real model does, 32 under
 * way, all of them kept in a directory; five minutes. At a tenth of a second the door has ten times as much to do. The latency is
 * what the server measured itself, in a process of its own, so that its work is not counted as the door's: the share is how many
 * of the 32 places were in its hands, on average. Prints one row of the table of main.ts. Arguments: answers (10000), latency in
 * milliseconds (1000).
 */
const answers = Number(process.argv[2] ?? 10_000);
const latencyMs = Number(process.argv[3] ?? 1000);
const inFlight = 32;

async function bench(folder: string, server: ChildProcess): Promise<void> {
  const [url] = await once(server, "message");
  const provider = await genaiModel({
    ...{ model: "gemini-2.5-flash", access: { apiKey: "key-of-a-bench" }, baseUrl: url, fetch, clock: systemClock },
  });
  const effects = { clock: systemClock, sleep: systemSleep, random: seededRandom("bench") };
  const budget = makeBudget({ capUsd: 1000 });
  const door = makeModelDoor(provider, { ...effects, budget, limits: { concurrency: inFlight } });
  const model = keepCalls(door, {
    files: openDirectoryStore(folder),
    study: "bench",
    clock: systemClock,
    atOnce: 2 * inFlight,
  });
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  let next = 0;
  const reader = async () => {
    for (let i = next++; i < answers; i = next++) {
      const { outcome } = await model.ask({
        ...{ prefix: `[CHAT] chunk ${Math.floor(i / 56)}\n`, ask: `Question ${i}?`, temperature: 0 },
        ...{ maxOutputTokens: 20, draw: 0, videos: [{ platform: "other", id: String(Math.floor(i / 560)) }] },
      });
      if (outcome.status !== "ok") throw new Error(outcome.status);
    }
  };
  // More than are under way: while one answer is written to the disk, another is asked for.
  await Promise.all(Array.from({ length: 2 * inFlight }, reader));
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  server.send("end");
  const [servedMs] = await once(server, "message");
  const share = servedMs / 1000 / inFlight / seconds;
  console.log(
    `| ${answers} answers of a model, ${latencyMs} ms each, ${inFlight} under way | ${seconds.toFixed(1)} s, ` +
      `${Math.round(answers / seconds)} a second, ${((user + system) / 1000 / answers).toFixed(2)} ms of processor time each | none | ` +
      `${(share * 100).toFixed(1)} % of limit / latency (${Math.round(servedMs / answers)} ms) | at least 95 % |`,
  );
  if (share < 0.95) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
const server = fork(join(import.meta.dirname, "modelServerProcess.ts"), [String(latencyMs)]);
void bench(folder, server).finally(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});
