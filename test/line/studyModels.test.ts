import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openCorpus } from "#lib/corpus/index.ts";
import { fixedClock, type Sleep, seededRandom, silentProgress } from "#lib/effects/index.ts";
import { type LineContext, line, replayedModels, studyModels } from "#lib/line/index.ts";
import { BudgetError, spentOn } from "#lib/llm/index.ts";
import { parseStudy, readStudyAnswers, readStudyQuestions, studyVideos } from "#lib/qa/index.ts";
import type { Answer } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { type Asked, type Fault, type ModelServer, startModelServer } from "../llm/modelServer.ts";
import { writeSmallStudy } from "../smallStudy.ts";

let folder: string;
let yaml: string;
let server: ModelServer;
let fault: ((asked: Asked) => Fault | undefined) | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-models-"));
  yaml = await writeSmallStudy(folder);
  fault = undefined;
  server = await startModelServer({ answer, fault: (asked) => fault?.(asked), prefixCache: { fromTokens: 256 } });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Writes, checks and answers as a model might: by what it is asked for. */
function answer({ text }: Asked): string {
  if (text.includes("You write two")) {
    const line = [...text.matchAll(/^(\d+) \[SPEECH\]/gm)][0]![1]!;
    const one = { answer: 2, evidence: [Number(line)], explanation: "It was said." };
    return JSON.stringify({
      questions: [
        { kind: "topic", choices: ["glass boats", "paper kites", `oven ${text.length}`, "wool socks"], ...one },
        { kind: "detail", choices: ["They are new", "They are old", "They are red", "They are big"], ...one },
      ],
    });
  }
  if (text.includes('{"right": [N]')) return '{"right": [0], "lines": [1]}';
  return '{"choice": 1}';
}

/** Pauses pass at once, and the clock with them: the storm would last half a minute. */
const clock = fixedClock("2026-01-01T00:00:00Z");
const sleep: Sleep = async (ms) => clock.advance(ms);

async function contextOf(budget: string, changed: Partial<LineContext> = {}): Promise<LineContext> {
  const models =
    `models:\n  one: { provider: openai, model: one, baseUrl: "${server.url}/v1", concurrency: 12, maxOutputTokens: 500 }\n` +
    "writer: { name: model, model: one }\nverifier: { model: one }\n";
  const study = parseStudy(
    yaml.replace("readers: [bm25]", 'readers: [bm25, "model:one"]') + models + budget,
    "study.yaml",
  );
  const corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), {
    create: true,
    key: Buffer.alloc(32, 1),
  });
  const effects = { env: {}, fetch, clock, sleep, random: seededRandom("1") };
  const openModel = studyModels(study, corpus.store, effects);
  return {
    study,
    folder,
    corpus,
    clock,
    progress: silentProgress,
    openModel,
    ...changed,
  };
}
async function run(context: LineContext): Promise<string[]> {
  const said: string[] = [];
  for (const step of line) said.push(await step.run(context));
  return said;
}
async function answersOf({ corpus, study }: LineContext): Promise<Answer[]> {
  const found: Answer[] = [];
  for await (const one of readStudyAnswers(corpus, study, await studyVideos(corpus, study))) found.push(one);
  return found;
}

it("a study is written, checked and answered through a storm, nothing is paid twice, and what it cost is in its records", async () => {
  fault = ({ n }) =>
    n % 7 === 0 ? { status: 503 } : n % 11 === 0 ? "html" : n % 13 === 0 ? { status: 429, retryAfter: "0" } : undefined;
  const context = await contextOf("");
  await run(context);
  for (const times of server.answered.values()) expect(times).toBe(1);
  const questions = await readStudyQuestions(
    context.corpus,
    context.study,
    await studyVideos(context.corpus, context.study),
  );
  expect(questions.length).toBeGreaterThan(10);
  expect(new Set(questions.map(({ verified }) => verified!.outcome)).has("another")).toBe(true);
  const answers = (await answersOf(context)).filter(({ reader }) => reader === "model:one");
  expect(answers.length).toBe(questions.length * 2 * 4);
  const calls = server.answered.size;
  const spent = await spentOn(context.corpus.store, "small");
  expect(spent.tokens).toBe(server.tokens.input + server.tokens.output);
  expect(calls).toBe(server.answered.size);
  expect(server.tokens.cached).toBeGreaterThan(0.4 * server.tokens.input);
});

it("a finished study makes no call, needs no provider, and ends in under three seconds", async () => {
  const first = await contextOf("");
  await run(first);
  const before = [server.received.length, await answersOf(first)];
  const startMs = performance.now();
  const never = () => {
    throw new Error("a model was opened");
  };
  const said = await run(await contextOf("", { openModel: never }));
  expect(performance.now() - startMs).toBeLessThan(3000);
  expect(said.at(-1)).toMatch(/^0 answers asked, \d+ kept from before$/);
  expect([server.received.length, await answersOf(first)]).toEqual(before);
});

it("stops at the cap, keeps what was paid, and goes on with a higher one", async () => {
  const low = await contextOf("budget: { tokens: 100000 }\n");
  await expect(run(low)).rejects.toThrow(BudgetError);
  const paid = new Set(server.answered.keys());
  expect(paid.size).toBeGreaterThan(20);
  expect((await spentOn(low.corpus.store, "small")).tokens).toBeLessThanOrEqual(100_000);
  const high = await contextOf("budget: { tokens: 100000000 }\n");
  await run(high);
  for (const times of server.answered.values()) expect(times).toBe(1);
  expect(server.answered.size).toBeGreaterThan(paid.size);
});

it("is replayed from its calls alone, to the same answers, in a corpus that holds none", async () => {
  const first = await contextOf("");
  await run(first);
  const received = server.received.length;
  const corpus = await openCorpus(openDirectoryStore(join(folder, "other")), {
    create: true,
    key: Buffer.alloc(32, 1),
  });
  const again = { ...first, corpus, openModel: replayedModels(first.study, first.corpus.store) };
  await run(again);
  expect(await answersOf(again)).toEqual(await answersOf(first));
  expect(server.received.length).toBe(received);
  const other = { ...first.study, draws: 2 };
  await expect(run({ ...again, study: other })).rejects.toThrow(
    "Replay: no call is kept for a request to openai:one: draw 1",
  );
});
