import { afterEach, beforeEach, expect, it } from "vitest";
import type { Corpus } from "#lib/corpus/index.ts";
import { fixedClock, seededRandom, silentProgress } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import { BudgetError, keepCalls, openBatchJobs, spentOn } from "#lib/llm/index.ts";
import {
  askStudy,
  type BatchStudyOptions,
  batchStudy,
  parseStudy,
  readStudyMaterial,
  writeStudyQuestions,
} from "#lib/qa/index.ts";
import { type BatchServer, startBatchServer } from "../../llm/batch/batchServer.ts";
import { talk } from "../talk.ts";
import { corpusOf } from "./corpus.ts";

const yaml = (readers: string, rest = "") => `
name: cheap
title: A study that can wait
corpus: corpus
readers: [${readers}]
models:
  google: { provider: genai, model: gemini-2.5-flash, project: p }
  local: { provider: openai, model: local, baseUrl: "http://127.0.0.1:1/v1" }
arms: [chat, none]
seed: "1"
primary: { reader: bm25, arm: chat, against: [none] }
${rest}`;
const clock = fixedClock("2026-01-01T00:00:00Z");
let corpus: Corpus;
let remove: () => void;
let server: BatchServer;
beforeEach(async () => {
  ({ corpus, remove } = await corpusOf(talk("en", { videos: 2, parts: 4 })));
  server = await startBatchServer();
});
afterEach(async () => {
  await server.close();
  remove();
});

async function open(text: string) {
  const study = parseStudy(text, "study.yaml");
  const material = await readStudyMaterial(corpus, study, "w600");
  const { questions } = await writeStudyQuestions(corpus, study, material);
  const options: BatchStudyOptions = {
    ...{ clock, sleep: async (ms: number) => clock.advance(ms), random: seededRandom("batch"), bucket: server.bucket },
    openJobs: ({ model, project }) =>
      openBatchJobs({
        ...{ model, project, location: "us-central1", baseUrl: server.url, fetch, clock },
        googleAuthOptions: {
          authClient: {
            getRequestHeaders: async () => new Headers({ authorization: "Bearer token-of-a-test" }),
          } as never,
        },
      }),
  };
  return {
    study,
    batch: (more: Partial<BatchStudyOptions> = {}) =>
      batchStudy(corpus, study, material, questions, { ...options, ...more }),
    ask: () => {
      const nobody = { name: "genai:gemini-2.5-flash", ask: async () => Promise.reject(new Error("asked")) };
      const model = keepCalls(nobody, { files: corpus.store, study: study.name, clock });
      return askStudy(corpus, study, material, questions, silentProgress, { open: () => model });
    },
  };
}

it("answers all questions of a model on Vertex AI, so that asking the study makes no call, and each text is paid once", async () => {
  const { batch, ask, study } = await open(yaml('bm25, "model:google", "model:google:abstain"'));
  const [end, ...others] = await batch();
  expect(others).toEqual([]);
  expect(end).toMatchObject({ entry: "google", left: 0, jobs: [{ state: "JOB_STATE_SUCCEEDED" }] });
  expect(end!.kept).toBe(end!.requests);
  expect((await ask()).asked).toBeGreaterThan(end!.requests);
  expect([...server.answered.values()].every((times) => times === 1)).toBe(true);
  expect((await spentOn(corpus.store, study.name)).usd).toBeGreaterThan(0);
  await expect(batch()).resolves.toMatchObject([{ requests: 0, kept: 0 }]);
  expect(server.jobs.size).toBe(1);
});

it("that is stopped while the job goes on finds it and takes its answers", async () => {
  const { batch, ask } = await open(yaml('bm25, "model:google"'));
  const stop = new AbortController();
  const sleep = async () => stop.abort();
  await expect(batch({ signal: stop.signal, sleep })).rejects.toThrow(TransientError);
  const [end] = await batch();
  expect(end!.left).toBe(0);
  expect(server.jobs.size).toBe(1);
  await ask();
});

it("makes no job that does not fit the study's budget, and says where no model can be asked so", async () => {
  const { batch } = await open(yaml('bm25, "model:google"', "budget: { usd: 0.0001 }"));
  await expect(batch()).rejects.toThrow(BudgetError);
  expect(server.jobs.size).toBe(0);
  const local = await open(yaml('bm25, "model:local"'));
  await expect(local.batch()).rejects.toThrow(InputError);
});
