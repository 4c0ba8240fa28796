import { describe, expect, it } from "vitest";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";
import { AuthError, InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import {
  type AttemptEntry,
  BudgetError,
  EndlessReplyError,
  type LanguageModel,
  LostReplyError,
  type ModelReply,
  type ModelRequest,
  makeBudget,
  makeModelDoor,
} from "#lib/llm/index.ts";

const request: ModelRequest = {
  prefix: "a chunk of talk",
  ask: "and a question",
  temperature: 0,
  maxOutputTokens: 100,
  draw: 0,
  videos: [],
};
const reply: ModelReply = {
  outcome: { status: "ok", text: "1" },
  usage: { inputTokens: 10, cachedTokens: 4, outputTokens: 2 },
  modelVersion: "v",
};

/** Time that passes only while somebody sleeps, in order of who wakes first. */
function scene(answers: (n: number, signal?: AbortSignal) => Promise<ModelReply>) {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    const untilMs = clock.monotonicMs() + ms;
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.monotonicMs() < untilMs) clock.advance(untilMs - clock.monotonicMs());
  };
  let asked = 0;
  const askedAtMs: number[] = [];
  const model: LanguageModel = {
    name: "genai:gemini-2.5-flash",
    ask: (_, signal) => {
      askedAtMs.push(clock.monotonicMs());
      return answers(++asked, signal);
    },
  };
  const log: AttemptEntry[] = [];
  const effects = { clock, sleep, random: seededRandom("door"), log: (entry: AttemptEntry) => void log.push(entry) };
  return { model, effects, clock, slept, askedAtMs, log };
}

describe("a model behind its door", () => {
  it("is asked again after what passes, with pauses whose bound doubles", async () => {
    const { model, effects, slept, log } = scene(async (n) => {
      if (n <= 3) throw new TransientError("503");
      return reply;
    });
    await makeModelDoor(model, effects).ask(request);
    expect(slept).toHaveLength(3);
    for (const [i, ms] of slept.entries()) expect(ms).toBeLessThanOrEqual(1000 * 2 ** i);
    expect(log.map(({ attempt, ended }) => [attempt, ended])).toEqual([
      ...[1, 2, 3].map((n) => [n, "TransientError"]),
      [4, "ok"],
    ]);
  });

  it("waits as long as it is asked to, holds all callers meanwhile, and counts no attempt", async () => {
    const { model, effects, askedAtMs, log } = scene(async (n) => {
      if (n === 1) throw new RateLimitedError("429", 30_000);
      return reply;
    });
    const door = makeModelDoor(model, { ...effects, limits: { concurrency: 1 } });
    await Promise.all([door.ask(request), door.ask(request), door.ask(request)]);
    expect(askedAtMs).toHaveLength(4);
    for (const ms of askedAtMs.slice(1)) expect(ms).toBeGreaterThanOrEqual(30_000);
    expect(log.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1]);
  });

  it("counts a limit once however many calls it refuses together: they do not pause for a minute after one second was asked for", async () => {
    const { model, effects, askedAtMs } = scene(async (n) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (n <= 32) throw new RateLimitedError("429", 1000);
      return reply;
    });
    const door = makeModelDoor(model, { ...effects, limits: { concurrency: 32 } });
    await Promise.all(Array.from({ length: 32 }, () => door.ask(request)));
    expect(askedAtMs).toHaveLength(64);
    for (const ms of askedAtMs.slice(32)) expect(ms).toBeLessThanOrEqual(2000);
    for (const ms of askedAtMs.slice(32)) expect(ms).toBeGreaterThanOrEqual(1000);
  });

  it("gives up when nothing has come for ten minutes, or a longer pause is asked for", async () => {
    const dead = scene(async () => Promise.reject(new TransientError("503")));
    await expect(makeModelDoor(dead.model, dead.effects).ask(request)).rejects.toThrow("503");
    expect(dead.clock.monotonicMs()).toBeGreaterThan(300_000);
    const limited = scene(async () => Promise.reject(new RateLimitedError("429", 3_600_000)));
    await expect(makeModelDoor(limited.model, limited.effects).ask(request)).rejects.toThrow("429");
    expect(limited.askedAtMs).toHaveLength(1);
  });

  it("asks once where a person has to act", async () => {
    const { model, effects, askedAtMs } = scene(async () => Promise.reject(new AuthError("key")));
    await expect(makeModelDoor(model, effects).ask(request)).rejects.toThrow(AuthError);
    expect(askedAtMs).toHaveLength(1);
  });

  it("keeps to its limits of requests and tokens a minute", async () => {
    const byRequests = scene(async () => reply);
    const door = makeModelDoor(byRequests.model, { ...byRequests.effects, limits: { requestsPerMinute: 60 } });
    for (let i = 0; i < 61; i++) await door.ask(request);
    expect(byRequests.clock.monotonicMs()).toBe(60_000);
    const byTokens = scene(async () => reply);
    const second = makeModelDoor(byTokens.model, { ...byTokens.effects, limits: { tokensPerMinute: 1200 } });
    // Twelve tokens each, as they were counted in the end.
    for (let i = 0; i < 101; i++) await second.ask(request);
    expect(byTokens.clock.monotonicMs()).toBeCloseTo(60_000, 0);
  });

  it("has no more requests under way than it may", async () => {
    let now = 0;
    let most = 0;
    const { model, effects } = scene(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return reply;
    });
    const door = makeModelDoor(model, { ...effects, limits: { concurrency: 3 } });
    await Promise.all(Array.from({ length: 20 }, () => door.ask(request)));
    expect(most).toBe(3);
  });

  it("ends an attempt that takes too long, also at a provider that does not listen, and tries again", async () => {
    const { model, effects } = scene((n) => (n === 1 ? new Promise(() => undefined) : Promise.resolve(reply)));
    const door = makeModelDoor(model, { ...effects, limits: { timeoutMs: 20 } });
    expect((await door.ask(request)).outcome.status).toBe("ok");
  });

  it("stops when it is told to: in a pause, in a queue and under way", async () => {
    for (const answers of [
      () => Promise.reject(new TransientError("503")),
      () => new Promise<never>(() => undefined),
    ]) {
      const { model, effects } = scene(answers);
      const door = makeModelDoor(model, { ...effects, limits: { concurrency: 1 } });
      const stop = new AbortController();
      const asking = [door.ask(request, stop.signal), door.ask(request, stop.signal)];
      stop.abort(new Error("enough"));
      for (const each of asking) await expect(each).rejects.toThrow("enough");
    }
  });

  it("prices each call by the table", async () => {
    const { model, effects } = scene(async () => reply);
    const { usage } = await makeModelDoor(model, effects).ask(request);
    // 6 x 0.30 + 4 x 0.03 + 2 x 2.50 dollars a million.
    expect(usage.costUsd).toBeCloseTo(6.92e-6, 12);
  });
});

describe("a budget", () => {
  const price = { inputUsd: 1, cachedUsd: 0.1, outputUsd: 10 };

  it("is never exceeded by what is spent and under way together, and the run ends at the cap with what to do", async () => {
    let now = 0;
    let most = 0;
    const { model, effects } = scene(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return reply;
    });
    // At most 385 tokens a call by its bytes, 12 when it is paid.
    const budget = makeBudget({ capTokens: 1000 });
    const door = makeModelDoor(model, { ...effects, budget });
    const ends = await Promise.allSettled(Array.from({ length: 100 }, () => door.ask(request)));
    const done = ends.filter(({ status }) => status === "fulfilled").length;
    expect(most).toBe(2);
    expect(budget.spent().tokens).toBe(done * 12);
    expect(budget.spent().tokens).toBeLessThanOrEqual(1000);
    expect(done).toBe(52);
    const [stopped] = ends.filter((end) => end.status === "rejected");
    expect(stopped!.reason).toBeInstanceOf(BudgetError);
    expect(stopped!.reason.message).toMatch(
      /624 of 1000 tokens, the next call may take 385.*raise the cap and run again/,
    );
  });

  it("goes on from what was spent before", async () => {
    const { model, effects, askedAtMs } = scene(async () => reply);
    const budget = makeBudget({ capUsd: 1, before: { usd: 0.9999, tokens: 5 } });
    await expect(makeModelDoor(model, { ...effects, budget, price }).ask(request)).rejects.toThrow(
      "$0.9999 of $1, the next call may take $0.0013",
    );
    expect(askedAtMs).toEqual([]);
  });

  it("counts what was lost on its way as paid, and what was refused as free", async () => {
    const { model, effects } = scene(async (n) => {
      if (n === 1) throw new LostReplyError("cut");
      if (n === 2) throw new TransientError("503");
      return reply;
    });
    const budget = makeBudget();
    await makeModelDoor(model, { ...effects, budget, price }).ask(request);
    expect(budget.spent().tokens).toBe(385 + 12);
  });

  it("counts a reply without end as paid, and does not ask for it again", async () => {
    const { model, effects, askedAtMs } = scene(async () => Promise.reject(new EndlessReplyError("17 MB")));
    const budget = makeBudget();
    await expect(makeModelDoor(model, { ...effects, budget, price }).ask(request)).rejects.toThrow(EndlessReplyError);
    expect([askedAtMs.length, budget.spent().tokens]).toEqual([1, 385]);
  });

  it("in money needs a price", () => {
    const { model, effects } = scene(async () => reply);
    const unknown = { ...model, name: "openai:some-model" };
    expect(() => makeModelDoor(unknown, { ...effects, budget: makeBudget({ capUsd: 1 }) })).toThrow(InputError);
    expect(() => makeModelDoor(unknown, { ...effects, budget: makeBudget({ capUsd: 1 }), price })).not.toThrow();
  });
});
