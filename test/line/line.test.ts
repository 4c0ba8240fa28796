import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addTakedown,
  latestStep,
  openCorpus,
  purgeAuthor,
  purgeVideo,
  readChunks,
  readMessages,
} from "#lib/corpus/index.ts";
import { fixedClock, seededRandom, silentProgress, systemClock, systemSleep } from "#lib/effects/index.ts";
import { type LineContext, line, lineTasks } from "#lib/line/index.ts";
import { parseStudy } from "#lib/qa/index.ts";
import type { ChatMessage } from "#lib/records/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { defaultLimits, runWorker } from "#lib/work/index.ts";
import { smallVideos, writeSmallStudy } from "../smallStudy.ts";

let folder: string;
let yaml: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-line-"));
  yaml = await writeSmallStudy(folder);
});
afterEach(() => rm(folder, { recursive: true }));

/** The small study in a corpus of its own. */
async function contextIn(corpusFolder: string): Promise<LineContext> {
  const store = openDirectoryStore(join(folder, corpusFolder));
  const corpus = await openCorpus(store, { create: true, key: Buffer.alloc(32, 1) });
  const study = parseStudy(yaml, "study.yaml");
  return { study, folder, corpus, clock: fixedClock("2026-01-01T00:00:00Z"), progress: silentProgress };
}

async function work(context: LineContext, name: string) {
  const { tasks, steps } = await lineTasks(context);
  return runWorker({
    corpus: context.corpus,
    tasks,
    steps,
    name,
    shard: null,
    clock: systemClock,
    sleep: systemSleep,
    random: seededRandom(name),
    limits: { ...defaultLimits, watchMs: 20 },
    stop: new AbortController().signal,
    tell: () => {},
  });
}

/** All that the line has made, by name: the step records are left out, since they say who did it and when. */
async function madeIn({ corpus }: LineContext): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for await (const name of corpus.store.list(""))
    if (!name.includes("/steps/")) made.set(name, Buffer.from((await corpus.store.get(name))!).toString("latin1"));
  return made;
}

/** A store where something else happens when an object is written: before it, or after. */
function writing(
  store: Store,
  after: (name: string) => Promise<unknown> | null,
  before: (name: string) => Promise<unknown> | null = () => null,
): Store {
  const around = async <T>(name: string, write: () => Promise<T>) => {
    await before(name);
    const written = await write();
    await after(name);
    return written;
  };
  return {
    ...store,
    put: (name, bytes) => around(name, () => store.put(name, bytes)),
    create: (name, bytes) => around(name, () => store.create(name, bytes)),
    upload: (path, name, options) => around(name, () => store.upload(path, name, options)),
  };
}

/** Does it the first time it is asked to. */
function once(act: () => Promise<unknown>): () => Promise<unknown> {
  let done: Promise<unknown> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}

async function messagesOf(corpus: LineContext["corpus"]): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = [];
  for await (const message of readMessages(corpus, { platform: "twitch", id: "1" })) messages.push(message);
  return messages;
}

describe("the line of a study", () => {
  test("gives two workers at once the same bytes as one run after another", async () => {
    const alone = await contextIn("alone");
    for (const step of line) await step.run(alone);
    const shared = await contextIn("shared");
    const reports = await Promise.all([work(shared, "w1"), work(await contextIn("shared"), "w2")]);
    // Per video import, chunk and ask, and one task that writes.
    for (const report of reports) expect(report).toMatchObject({ ended: "finished", done: 10, dead: [] });
    expect(await madeIn(shared)).toEqual(await madeIn(alone));
  });

  test("has nothing to do for workers where it was run, and the other way round", async () => {
    const context = await contextIn("corpus");
    for (const step of line) await step.run(context);
    const { tasks, steps } = await lineTasks(context);
    for (const task of tasks)
      expect([task.id, (await steps.get(task.step)!.state(task)).done]).toEqual([task.id, true]);
    expect(await line.at(-1)!.run(context)).toMatch(/^0 answers asked, [1-9]/);
  });

  test("does again what a changed file touches, and no more", async () => {
    const context = await contextIn("corpus");
    await work(context, "w1");
    await writeFile(
      join(folder, "2.speech.json"),
      JSON.stringify({ segments: [{ start: 0, end: 2, text: "nothing was said" }] }),
    );
    const { tasks, steps } = await lineTasks(context);
    const open = [];
    for (const task of tasks) if (!(await steps.get(task.step)!.state(task)).done) open.push(task.id);
    expect(open).toEqual(["import.import.twitch.2"]);
    await work(context, "w2");
    expect(await context.corpus.store.stat("videos/twitch/2/steps/chunk.w600.2.json")).not.toBeNull();
    expect(await context.corpus.store.stat("videos/twitch/1/steps/chunk.w600.2.json")).toBeNull();
  });

  test("knows of a video whether it was asked without reading what all others were cut into", async () => {
    const context = await contextIn("corpus");
    await work(context, "w1");
    const { store } = context.corpus;
    const read: string[] = [];
    const get = (name: string) => {
      read.push(name);
      return store.get(name);
    };
    const watched = { ...store, get };
    const { tasks, steps } = await lineTasks({ ...context, corpus: { ...context.corpus, store: watched } });
    for (const task of tasks.filter(({ step }) => step === "ask")) await steps.get("ask")!.state(task);
    expect(read.filter((name) => name.includes("/steps/chunk."))).toEqual([]);
  });

  test("looks through the chunks of all videos once where the questions are not written yet", async () => {
    const context = await contextIn("corpus");
    for (const step of line.slice(0, 3)) await step.run(context);
    const { store } = context.corpus;
    let reads = 0;
    const get = (name: string) => {
      if (name.includes("/steps/chunk.")) reads++;
      return store.get(name);
    };
    const { tasks, steps } = await lineTasks({ ...context, corpus: { ...context.corpus, store: { ...store, get } } });
    for (const task of tasks.filter(({ step }) => step === "ask")) await steps.get("ask")!.state(task);
    expect(reads).toBe(smallVideos.length);
  });

  test("counts raw files that are on another machine as imported there", async () => {
    await work(await contextIn("corpus"), "w1");
    for (const id of smallVideos) await rm(join(folder, `${id}.json`));
    expect(await work(await contextIn("corpus"), "w2")).toMatchObject({ ended: "finished", done: 10 });
  });

  test("leaves a video out that was taken down", async () => {
    const context = await contextIn("corpus");
    await work(context, "w1");
    await purgeVideo(context.corpus, { platform: "twitch", id: "2" }, context.clock);
    expect(await work(context, "w2")).toMatchObject({ ended: "finished", dead: [] });
    const names = [];
    for await (const name of context.corpus.store.list("videos/twitch/2/")) names.push(name);
    expect(names).toEqual([]);
  });

  test.each([
    ["imported", "videos/twitch/2/steps/chat."],
    ["cut into chunks", "videos/twitch/2/steps/chunk."],
    ["written about", "studies/small/questions/"],
    ["asked about", "studies/small/answers/bm25/chat/twitch/2"],
  ])("leaves nothing of a video that is taken down while it is %s, and ends well", async (_, moment) => {
    const context = await contextIn("corpus");
    const video = { platform: "twitch", id: "2" } as const;
    const purge = once(() => purgeVideo(context.corpus, video, context.clock));
    const store = writing(context.corpus.store, (name) => (name.startsWith(moment) ? purge() : null));
    const report = await work({ ...context, corpus: { ...context.corpus, store } }, "w1");
    expect(report).toMatchObject({ ended: "finished", dead: [] });
    expect([...(await madeIn(context)).keys()].filter((name) => /twitch[./](2|%32)\b/.test(name))).toEqual([]);
    expect(await work(context, "w2")).toMatchObject({ ended: "finished", dead: [] });
    const without = await contextIn("without");
    await addTakedown(without.corpus, { video }, without.clock);
    await work(without, "w3");
    expect(await madeIn(context)).toEqual(await madeIn(without));
  });

  // All of the purge comes after the chat was read, and before its chunks are stored or before they are published.
  test.each(["videos/twitch/1/chunk/", "videos/twitch/1/steps/chunk."])(
    "keeps nothing of a person who is purged just before %s is written",
    async (moment) => {
      const context = await contextIn("corpus");
      const { corpus, clock } = context;
      await line[0]!.run(context);
      const [first] = await messagesOf(corpus);
      const purge = once(() => purgeAuthor(corpus, "twitch", new Set([first!.author]), clock));
      const store = writing(
        corpus.store,
        () => null,
        (name) => (name.startsWith(moment) ? purge() : null),
      );
      const report = await work({ ...context, corpus: { ...corpus, store } }, "w1");
      expect(report).toMatchObject({ ended: "finished", dead: [] });
      for await (const chunk of readChunks(corpus, { platform: "twitch", id: "1" }))
        expect(chunk.lines.map(({ ref }) => ref)).not.toContain(first!.id);
      expect((await latestStep(corpus, { platform: "twitch", id: "1" }, "chunk", "w600"))!.n).toBe(2);
      expect(await corpus.store.stat("videos/twitch/1/steps/chunk.w600.1.json")).toBeNull();
    },
  );

  test("names a step that it does not have", async () => {
    await expect(lineTasks(await contextIn("corpus"), ["cut"])).rejects.toThrow(
      "There is no step cut. Known: import, transcribe, chunk",
    );
  });
});
