import { afterEach, beforeEach, expect, it } from "vitest";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import {
  askBatch,
  type BatchOptions,
  BudgetError,
  keepCalls,
  type ModelRequest,
  makeBudget,
  openBatchJobs,
} from "#lib/llm/index.ts";
import { memoryStore } from "../../work/memoryStore.ts";
import { type BatchServer, startBatchServer } from "./batchServer.ts";

const clock = fixedClock("2026-01-01T00:00:00Z");
const requests: ModelRequest[] = Array.from({ length: 20 }, (_, i) => ({
  ...{ prefix: `chunk ${Math.floor(i / 4)} `, ask: `question ${i % 4}`, temperature: 0, maxOutputTokens: 10, draw: 0 },
  videos: [{ platform: "other", id: String(i % 3) }],
}));

let server: BatchServer;
let files: ReturnType<typeof memoryStore>;
beforeEach(async () => {
  server = await startBatchServer((text) => text === "chunk 1 question 2");
  files = memoryStore();
});
afterEach(() => server.close());

async function options(more: Partial<BatchOptions> = {}): Promise<BatchOptions> {
  const jobs = await openBatchJobs({
    ...{ model: "gemini-2.5-flash", project: "p", location: "us-central1", baseUrl: server.url, fetch, clock },
    googleAuthOptions: {
      authClient: { getRequestHeaders: async () => new Headers({ authorization: "Bearer token-of-a-test" }) } as never,
    },
  });
  const sleep = async (ms: number) => clock.advance(ms);
  const effects = { clock, sleep, random: seededRandom("batch") };
  return { ...effects, model: { model: "gemini-2.5-flash" }, jobs, files, study: "s", bucket: server.bucket, ...more };
}

/** What an ordinary run finds afterwards; it may ask nobody. */
async function foundByRun(): Promise<string[]> {
  const nobody = { name: "genai:gemini-2.5-flash", ask: async () => Promise.reject(new Error("asked")) };
  const model = keepCalls(nobody, { files, study: "s", clock });
  const replies = await Promise.allSettled(requests.map((request) => model.ask(request)));
  return replies.map((end) =>
    end.status === "fulfilled" && end.value.outcome.status === "ok" ? end.value.outcome.text : "none",
  );
}

const wholeRun = requests.map(({ prefix, ask }) =>
  prefix + ask === "chunk 1 question 2" ? "none" : (prefix + ask).toUpperCase(),
);

it("keeps the answers of a job as calls, each with its own request, at half the price, and leaves no text in the bucket", async () => {
  const budget = makeBudget({ capUsd: 1 });
  const end = await askBatch(requests, await options({ budget }));
  expect(end).toMatchObject({ kept: 19, left: 1, jobs: [{ state: "JOB_STATE_SUCCEEDED" }] });
  expect(await foundByRun()).toEqual(wholeRun);
  expect(server.bucket.objects.size).toBe(0);
  const { body, displayName } = [...server.jobs.values()][0]!;
  expect(displayName).toMatch(/^livecorpus-0001-[0-9a-f]{16}$/);
  expect(body).toMatchObject({
    model: "publishers/google/models/gemini-2.5-flash",
    inputConfig: { instancesFormat: "jsonl" },
    outputConfig: { predictionsFormat: "jsonl" },
  });
  // Nineteen prompts of five or six tokens at 0.15 dollars a million, and replies of two at 1.25.
  const tokens = budget.spent().tokens - 19 * 2;
  expect(budget.spent().usd).toBeCloseTo((tokens * 0.15 + 19 * 2 * 1.25) / 1e6, 12);
});

it("asks in a second batch only what is left", async () => {
  await askBatch(requests, await options());
  const end = await askBatch(requests, await options());
  expect(end).toMatchObject({ kept: 0, left: 1 });
  expect(server.jobs.size).toBe(2);
  expect([...server.answered.values()].every((times) => times === 1)).toBe(true);
});

it("stopped after any of its steps, goes on with the same job and pays nothing twice", async () => {
  for (const stopAfter of [1, 2, 3, 4, 5, 15, 23, 24, 25]) {
    await server.close();
    server = await startBatchServer((text) => text === "chunk 1 question 2");
    files = memoryStore();
    let steps = 0;
    // As a kill does: from some step on nothing is done any more.
    const dead = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (of, key) => {
          const value = Reflect.get(of, key);
          if (typeof value !== "function" || !["put", "create", "find", "get", "delete"].includes(String(key)))
            return value;
          return (...given: unknown[]) => {
            if (key !== "get" && ++steps > stopAfter) throw new Error("killed");
            return Reflect.apply(value, of, given);
          };
        },
      });
    const whole = await options();
    const killed = { ...whole, jobs: dead(whole.jobs), files: dead(files), bucket: dead(server.bucket) };
    await expect(askBatch(requests, killed), String(stopAfter)).rejects.toThrow("killed");
    await askBatch(requests.slice().reverse(), whole);
    expect(await foundByRun()).toEqual(wholeRun);
    expect(server.jobs.size, String(stopAfter)).toBe(1);
    expect([...server.answered.values()].every((times) => times === 1)).toBe(true);
    expect(server.bucket.objects.size).toBe(0);
  }
});

it("makes one job where the reply to its making was lost, and sits out an outage", async () => {
  server.faults.push(503, undefined, "obeyThenReset", undefined, 503, 503);
  expect(await askBatch(requests, await options())).toMatchObject({ kept: 19 });
  expect(server.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  expect(server.jobs.size).toBe(1);
});

it("begins nothing that its budget does not hold, and needs a bucket", async () => {
  await expect(askBatch(requests, await options({ budget: makeBudget({ capTokens: 1000 }) }))).rejects.toThrow(
    BudgetError,
  );
  expect(server.jobs.size).toBe(0);
  await expect(askBatch(requests, await options({ bucket: memoryStore() }))).rejects.toThrow(InputError);
});
