import { expect, test } from "vitest";
import {
  type Corpus,
  chooseStep,
  latestStep,
  listSteps,
  listVideos,
  publishStep,
  type StepRecord,
} from "#lib/corpus/index.ts";
import { memoryStore } from "../memoryStore.ts";

const video = { platform: "other", id: "v" } as const;
const record = (worker: string): StepRecord => ({
  step: "make",
  variant: "x",
  version: 1,
  params: {},
  inputs: {},
  outputs: {},
  tools: {},
  attempts: 1,
  worker,
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:00:00Z",
});

async function everyReader(corpus: Corpus): Promise<unknown> {
  return {
    latest: await latestStep(corpus, video, "make", "x"),
    chosen: await chooseStep(corpus, video, "make"),
    all: await listSteps(corpus, video),
    videos: await listVideos(corpus),
  };
}

test("an owner that was paused between its check and its publishing adds a record that no reader ever sees", async () => {
  const store = memoryStore();
  const corpus: Corpus = { store, key: null };
  let resume = () => {};
  const paused = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const late: Corpus = {
    key: null,
    store: { ...store, create: (...args) => paused.then(() => store.create(...args)) },
  };
  const publishing = publishStep(late, video, record("overtaken"), 1);
  await new Promise((resolve) => setImmediate(resolve));

  await publishStep(corpus, video, record("successor"), 2);
  const before = await everyReader(corpus);
  expect(before).toMatchObject({ latest: { n: 2, record: { worker: "successor" } } });
  resume();
  await publishing;
  expect([...store.objects.keys()].filter((name) => name.includes("/steps/"))).toHaveLength(2);
  expect(await everyReader(corpus)).toEqual(before);
});
