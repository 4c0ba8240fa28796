import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixedClock, type Sleep, seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { BudgetError, callKey, shareBudget, spentOn, writeCall } from "#lib/llm/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { memoryStore } from "../../work/memoryStore.ts";
import { startModelServer } from "../modelServer.ts";

const tokens = (count: number) => ({ usd: 0, tokens: count });

/** A study's accounts in memory, and processes that share a cap of 1,000 tokens. Pauses pass at once, and the clock with them. */
function scene() {
  const files = memoryStore();
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const sleep: Sleep = async (ms) => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const effects = { clock, sleep, random: seededRandom("budget") };
  const open = (cap: { capTokens?: number; capUsd?: number } = { capTokens: 1000 }) =>
    shareBudget({ ...cap, files, study: "s", ...effects });
  return { files, clock, open };
}

describe("a budget that processes share", () => {
  it("holds for all of them together: what one has spent or under way, the other cannot take", async () => {
    const { open } = scene();
    const [one, other] = await Promise.all([open(), open()]);
    const first = await one.reserve(tokens(600));
    let isTaken = false;
    const waits = other.reserve(tokens(600)).finally(() => {
      isTaken = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isTaken).toBe(false);
    first.settle(tokens(100));
    const second = await waits;
    second.settle(tokens(500));
    await expect(one.reserve(tokens(401))).rejects.toThrow(
      "The budget is used up: 600 of 1000 tokens, the next call may take 401.",
    );
    (await one.reserve(tokens(400))).settle(tokens(400));
    expect(one.spent()).toEqual(tokens(1000));
  });

  it("never takes more than the cap, whoever reaches for the last of it at one moment", async () => {
    const { open } = scene();
    const processes = await Promise.all([open(), open(), open()]);
    let taken = 0;
    let most = 0;
    const use = async (budget: (typeof processes)[number], real: number) => {
      const reserved = await budget.reserve(tokens(90));
      taken += 90;
      most = Math.max(most, taken);
      await new Promise((resolve) => setImmediate(resolve));
      taken += real - 90;
      reserved.settle(tokens(real));
    };
    const ended = await Promise.allSettled(
      processes.flatMap((budget, p) => Array.from({ length: 30 }, (_, i) => use(budget, 10 + ((i + p) % 5) * 10))),
    );
    for (const one of ended) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(BudgetError);
    expect(most).toBeLessThanOrEqual(1000);
    expect(taken).toBeGreaterThan(1000 - 90);
  });

  it("counts what a process that died had taken aside, and waits for none that has been silent for long", async () => {
    const { open, clock } = scene();
    const dead = await open();
    (await dead.reserve(tokens(300))).settle(tokens(200));
    await dead.reserve(tokens(500));
    clock.advance(3600_000);
    const before = clock.now().getTime();
    const next = await open();
    await expect(next.reserve(tokens(301))).rejects.toThrow(BudgetError);
    expect(clock.now().getTime()).toBe(before);
    await next.reserve(tokens(300));
  });

  it("gives back what was under way when it ends, so that the next process has all that is left", async () => {
    const { open } = scene();
    const first = await open();
    const reserved = await Promise.all([100, 200, 300].map((count) => first.reserve(tokens(count))));
    for (const one of reserved) one.settle(tokens(50));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const next = await open();
    expect(next.spent()).toEqual(tokens(150));
    await next.reserve(tokens(850));
  });

  it("begins with what the kept calls have cost that no process has counted, once", async () => {
    const { open, files } = scene();
    const call = {
      model: "m",
      modelVersion: "m",
      outcome: { status: "empty" as const },
      askedAt: "2026-01-01T00:00:00Z",
    };
    const request = { prefix: "", ask: "", temperature: 0, maxOutputTokens: 1, draw: 0 };
    const usage = { inputTokens: 300, cachedTokens: 0, outputTokens: 100, costUsd: 0.5 };
    await writeCall(files, "s", { ...call, key: callKey("m", { ...request, videos: [] }), request, usage, videos: [] });
    const budgets = await Promise.all([open(), open(), open()]);
    await open();
    for (const budget of budgets) expect((await open()).spent(), String(budget)).toEqual({ usd: 0.5, tokens: 400 });
    await expect((await open({ capUsd: 1 })).reserve({ usd: 0.6, tokens: 1 })).rejects.toThrow("$0.5000 of $1");
  });

  it("leaves who is stopped while it waits, and takes nothing for it", async () => {
    const { open } = scene();
    const budget = await open();
    const first = await budget.reserve(tokens(900));
    const stop = new AbortController();
    const waits = budget.reserve(tokens(900), stop.signal);
    stop.abort(new Error("stopped"));
    await expect(waits).rejects.toThrow("stopped");
    first.settle(tokens(0));
    await budget.reserve(tokens(1000));
  });

  it("refuses an account that is none, and says where it lies", async () => {
    const { open, files } = scene();
    await files.put("studies/s/budget/1.json", Buffer.from("{}"));
    await expect(open()).rejects.toThrow(InputError);
    await expect(open()).rejects.toThrow("studies/s/budget/1.json in");
  });
});

it("two processes that would each keep the cap, and overshoot it together, stop at it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-budget-"));
  const server = await startModelServer({ latencyMs: 10 });
  const children: ChildProcess[] = [];
  const capTokens = 2000;
  const ask = (from: number) => {
    const script = join(import.meta.dirname, "..", "spender.ts");
    const child = spawn(process.execPath, [script, server.url, folder, String(capTokens), String(from)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    let out = "";
    child.stdout!.on("data", (piece) => (out += piece));
    return new Promise<string>((resolve) => child.on("close", () => resolve(out)));
  };
  try {
    const said = await Promise.all([ask(0), ask(1000)]);
    // Sixty questions each: one process alone would spend less than the cap, both far more.
    const perCall = (server.tokens.input + server.tokens.output) / server.received.length;
    expect(perCall * 60).toBeLessThan(capTokens);
    expect(perCall * 120).toBeGreaterThan(capTokens);
    expect(said.join(" ")).toContain("BudgetError");
    const total = server.tokens.input + server.tokens.output;
    expect(total).toBeLessThanOrEqual(capTokens);
    // What is left is less than a call may take.
    expect(total).toBeGreaterThan(capTokens - 500);
    expect((await spentOn(openDirectoryStore(folder), "s")).tokens).toBe(total);
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await server.close();
    await rm(folder, { recursive: true });
  }
}, 60_000);
