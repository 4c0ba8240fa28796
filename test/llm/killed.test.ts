import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listCalls } from "#lib/llm/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { type ModelServer, startModelServer } from "./modelServer.ts";

const count = 120;
let folder: string;
let server: ModelServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
  // Every answer is another, so that one that was asked twice would show.
  server = await startModelServer({ answer: ({ n }) => `answer ${n}`, latencyMs: 5 });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function start(): { child: ChildProcess; end: Promise<{ code: number | null; out: string }> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, "asker.ts"), server.url, folder, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout!.on("data", (piece) => (out += piece));
  const end = new Promise<{ code: number | null; out: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, out })),
  );
  return { child, end };
}

async function keptTexts(): Promise<Set<string>> {
  const texts = new Set<string>();
  for await (const { request } of listCalls(openDirectoryStore(folder), "s")) texts.add(request.prefix + request.ask);
  return texts;
}

it("killed again and again, pays for no kept answer again and loses none", async () => {
  for (const untilAsked of [40, 90]) {
    const { child, end } = start();
    while (server.received.length < untilAsked) await wait(2);
    child.kill("SIGKILL");
    await end;
    const kept = await keptTexts();
    expect(kept.size).toBeGreaterThan(0);
    // What was under way when it died may be asked again; what was kept may not.
    const before = server.received.length;
    const again = start();
    while (server.received.length < before + 10) await wait(2);
    again.child.kill("SIGKILL");
    await again.end;
    for (const { text } of server.received.slice(before)) expect(kept).not.toContain(text);
  }
  const { code } = await start().end;
  expect(code).toBe(0);
  expect((await keptTexts()).size).toBe(count);
  // Four deaths with at most twelve answers each that were not kept yet.
  expect(server.received.length).toBeLessThanOrEqual(count + 4 * 12);
  const asked = server.received.length;
  await start().end;
  expect(server.received.length).toBe(asked);
}, 30_000);

it("two processes at once that know nothing of each other end with the same answers, each kept once", async () => {
  const [one, other] = await Promise.all([start().end, start().end]);
  expect([one.code, other.code]).toEqual([0, 0]);
  expect(one.out).toMatch(/^[0-9a-f]{64}$/);
  expect(other.out).toBe(one.out);
  expect((await keptTexts()).size).toBe(count);
  const [study] = await readdir(join(folder, "studies", "s", "calls"));
  expect(await readdir(join(folder, "studies", "s", "calls", study!))).toHaveLength(count);
}, 30_000);
