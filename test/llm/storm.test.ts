import { expect, it } from "vitest";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";
import {
  genaiModel,
  keepCalls,
  listCalls,
  type ModelRequest,
  makeBudget,
  makeModelDoor,
  openaiModel,
} from "#lib/llm/index.ts";
import { memoryStore } from "../work/memoryStore.ts";
import { type Fault, startModelServer } from "./modelServer.ts";

const storms: Fault[] = [
  { status: 429, retryAfter: "20" },
  { status: 429 },
  { status: 503 },
  { status: 500 },
  "html",
  "cut",
  "reset",
];
const contents: Fault[] = ["blockPrompt", "blockOutput", "truncate", "empty"];

/** Time passes only while somebody waits for it. */
function effects() {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const sleep = async (ms: number) => {
    const untilMs = clock.monotonicMs() + ms;
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(Math.max(0, untilMs - clock.monotonicMs()));
  };
  return { clock, sleep, random: seededRandom("storm") };
}

const requestOf = (i: number): ModelRequest => ({
  prefix: `chunk ${Math.floor(i / 8)} `,
  ask: `question ${i % 8}`,
  temperature: 0,
  maxOutputTokens: 20,
  draw: 0,
  videos: [{ platform: "other", id: String(i % 5) }],
});

it.each(["genai", "openai"])("in a storm of faults %s loses nothing and asks nothing twice", async (kind) => {
  const random = seededRandom("faults");
  const failed = new Map<string, number>();
  const server = await startModelServer({
    answer: ({ text }) => text.toUpperCase(),
    fault: ({ text }) => {
      // What a model says of a text stays so; what fails on the way passes.
      const question = Number(text.at(-1));
      if (random.next() < 0.4) {
        const fault = random.pick(storms);
        failed.set(text, (failed.get(text) ?? 0) + 1);
        return fault;
      }
      return question < contents.length ? contents[question] : undefined;
    },
  });
  const { clock, ...rest } = effects();
  const base = { fetch, clock };
  const provider =
    kind === "genai"
      ? await genaiModel({ model: "m", access: { apiKey: "some-key-of-a-test" }, baseUrl: server.url, ...base })
      : openaiModel({ model: "m", baseUrl: `${server.url}/v1`, ...base });
  const budget = makeBudget();
  const files = memoryStore();
  const door = makeModelDoor(provider, { clock, ...rest, budget, limits: { concurrency: 8 } });
  const model = keepCalls(door, { files, study: "s", clock });
  try {
    // Each is asked for twice, as two readers of one run may.
    const replies = await Promise.all(Array.from({ length: 400 }, (_, i) => model.ask(requestOf(i % 200))));
    for (const [i, { outcome }] of replies.entries()) {
      const expected = ["blocked", "blocked", "truncated", "empty"][(i % 200) % 8] ?? "ok";
      expect(outcome.status).toBe(expected);
      const { prefix, ask } = requestOf(i % 200);
      if (outcome.status === "ok") expect(outcome.text).toBe((prefix + ask).toUpperCase());
    }
    expect([...failed.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(80);
    expect(server.answered.size).toBe(200);
    expect([...server.answered.values()].every((times) => times === 1)).toBe(true);
    expect(server.received).toHaveLength(200 + [...failed.values()].reduce((sum, n) => sum + n, 0));
    expect(server.mostAtOnce()).toBeLessThanOrEqual(8);
    let kept = 0;
    for await (const { usage } of listCalls(files, "s")) kept += usage.inputTokens + usage.outputTokens;
    expect(kept).toBe(server.tokens.input + server.tokens.output);
    // What was lost on its way is counted at its upper bound.
    expect(budget.spent().tokens).toBeGreaterThan(kept);
    const before = server.received.length;
    await Promise.all(Array.from({ length: 200 }, (_, i) => model.ask(requestOf(i))));
    expect(server.received).toHaveLength(before);
  } finally {
    await server.close();
  }
});
