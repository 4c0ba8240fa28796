import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { chunkVideo } from "#lib/chunk/index.ts";
import {
  addTakedown,
  type Corpus,
  latestStep,
  listVideos,
  makePseudonymiser,
  publishStep,
  purgeAuthor,
  purgeVideo,
} from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import { ChunkSettings, callPath, type VideoKey } from "#lib/records/index.ts";
import { key, scratchImport, video } from "../scratchImport.ts";
import { twitchFile } from "../twitchFile.ts";

const { corpus, file, folder, messages, objects, run } = scratchImport();
const clock = fixedClock("2026-02-01T00:00:00Z");
const twitch = makePseudonymiser(key, "twitch");
const gone = new Set([twitch.author({ id: "id-Viewer_B", name: "Viewer_B" }), twitch.name("Viewer_B")]);
const chunkKey = (index: number) => ({ video, index });
const question = (id: string, index: number, from: number | null) => ({
  id,
  chunk: chunkKey(index),
  distractorsFrom: [null, from === null ? null : chunkKey(from)],
});

const comments = [
  { id: "1", seconds: 1, author: "Viewer_A", body: "good evening" },
  { id: "2", seconds: 70, author: "Viewer_B", body: "the secret of Viewer_B" },
  { id: "3", seconds: 130, author: "Viewer_A", body: "@Viewer_B see you" },
  { id: "4", seconds: 190, author: "Viewer_C", body: "bye" },
];

/** A video with chat, chunks, and a study's questions and answers. */
async function fill() {
  await run([await file("chat.json", twitchFile(comments))]);
  // Two variants, so that the second shows the person in chunks of the same numbers.
  for (const windowSeconds of [60, 61])
    await chunkVideo({ corpus: corpus(), video, settings: ChunkSettings.parse({ windowSeconds }), clock });
  const { store } = corpus();
  const lines = (rows: unknown[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await store.put(
    "studies/s/questions/twitch/1.jsonl",
    lines([question("q1", 1, null), question("q2", 2, null), question("q4", 4, 2), question("q4b", 4, 1)]),
  );
  await store.put(
    "studies/s/answers/bm25/chat/twitch/1.jsonl",
    lines(["q1", "q2", "q4", "q4b"].map((id) => ({ question: id, raw: "x" }))),
  );
  const other: VideoKey = { platform: "twitch", id: "2" };
  for (const [n, videos] of [[video], [other, video], [other]].entries())
    await store.put(callPath("s", videos, String(n).repeat(64)), lines([{ prefix: n === 2 ? "" : "secret" }]));
}

/** Every byte of the corpus as text, gzip undone. */
async function allBytes(): Promise<string> {
  const texts = [];
  for (const name of await objects()) {
    const bytes = await readFile(join(folder(), "corpus", name));
    texts.push(name, (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  }
  return texts.join("\n");
}

describe("a purged video", () => {
  test("leaves nothing behind but its take-down", async () => {
    await fill();
    const { questions, answers, calls } = await purgeVideo(corpus(), video, clock);
    expect([questions, answers, calls]).toEqual([4, 4, 2]);
    expect((await objects()).filter((name) => !name.startsWith("takedown/"))).toEqual([
      "corpus.json",
      callPath("s", [{ platform: "twitch", id: "2" }], "2".repeat(64)),
    ]);
    expect(await listVideos(corpus())).toEqual([]);
  });

  test("takes the failures and leases of its tasks along, and leaves those of others", async () => {
    await fill();
    const { store } = corpus();
    const own = ["tasks/chunk.w600.twitch.1/1.json", "tasks/chunk.w600.twitch.1/12.json", "leases/ask.s.twitch.1.2"];
    const others = ["leases/ask.s.twitch.12.1", "leases/ask.s.youtube.1.1", "tasks/ask.s.twitch.v%2E1/1.json"];
    for (const name of [...own, ...others]) await store.put(name, Buffer.from("{}"));
    await purgeVideo(corpus(), video, clock);
    expect((await objects()).filter((name) => /^(tasks|leases)/.test(name))).toEqual(others);
  });

  test("is refused by the next import", async () => {
    await fill();
    await purgeVideo(corpus(), video, clock);
    await expect(run([await file("again.json", twitchFile(comments))])).rejects.toThrow(PermanentError);
    expect((await objects()).filter((name) => name.startsWith("videos/"))).toEqual([]);
  });

  test("does not come back by a worker that was busy with it and publishes late", async () => {
    await fill();
    const { record } = (await latestStep(corpus(), video, "chat", "import"))!;
    await addTakedown(corpus(), { video }, clock);
    await expect(publishStep(corpus(), video, record)).rejects.toThrow("was taken down");
    expect((await objects()).filter((name) => name.startsWith("videos/"))).toEqual([]);
  });

  test("leaves the videos and questions of others alone", async () => {
    await fill();
    await run([await file("other.json", twitchFile(comments, "2"))], { video: { platform: "twitch", id: "2" } });
    await purgeVideo(corpus(), { platform: "twitch", id: "2" }, clock);
    expect(await listVideos(corpus())).toEqual([video]);
    expect(await allBytes()).toContain("q4b");
  });
});

describe("a purged person", () => {
  test("is in no byte of the corpus, and the others stay as they were", async () => {
    await fill();
    const before = await messages();
    const purged = await purgeAuthor(corpus(), "twitch", gone, clock);
    expect(purged).toEqual({ videos: 1, messages: 1, mentions: 1, utterances: 0, questions: 2, answers: 2, calls: 2 });
    const after = (await objects()).filter((name) => !name.startsWith("takedown/"));
    const bytes = await allBytes();
    expect(bytes).not.toContain("secret");
    expect(bytes).not.toContain("Viewer_B");
    for (const name of after) for (const one of gone) expect(name).not.toContain(one);
    expect(await messages()).toEqual([before[0], { ...before[2], text: "@removed see you" }, before[3]]);
  });

  test("leaves only the questions that were made of other chunks", async () => {
    await fill();
    await purgeAuthor(corpus(), "twitch", gone, clock);
    const kept = Buffer.from((await corpus().store.get("studies/s/questions/twitch/1.jsonl"))!).toString();
    // Chunk 2 held the message and chunk 3 the mention; q4 took a wrong choice from chunk 2.
    expect(
      kept
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual(["q1", "q4b"]);
  });

  test("does not come back by an import, which keeps no source that names them", async () => {
    await fill();
    await purgeAuthor(corpus(), "twitch", gone, clock);
    const more = [...comments, { id: "5", seconds: 200, author: "Viewer_B", body: "back again" }];
    const [step] = await run([await file("more.json", twitchFile(more))]);
    expect(step!.files[0]!.skipped).toEqual({ "taken-down": 2 });
    expect((await messages()).map(({ id }) => id)).toEqual(["1", "3", "4"]);
    expect(await allBytes()).not.toMatch(/Viewer_B|back again/);
  });

  test("is left out of a first import by their name alone, where the platform gives an id too", async () => {
    await purgeAuthor(corpus(), "twitch", new Set([twitch.name("Viewer_B")]), clock);
    await run([await file("chat.json", twitchFile(comments))]);
    expect((await messages()).map(({ id }) => id)).toEqual(["1", "3", "4"]);
  });

  test("is found by a second purge where nothing is left to do", async () => {
    await fill();
    await purgeAuthor(corpus(), "twitch", gone, clock);
    const before = await objects();
    const again = await purgeAuthor(corpus(), "twitch", gone, clock);
    expect(again).toEqual({ videos: 0, messages: 0, mentions: 0, utterances: 0, questions: 0, answers: 0, calls: 0 });
    expect(await objects()).toEqual(before);
  });

  test("goes from speech where they are a speaker, and from sources that a later import replaced", async () => {
    await run([await file("old.csv", "start,end,speaker,text\n0,2,Viewer_A,hello\n2,4,Viewer_B,a secret\n")]);
    const vtt =
      "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Viewer_A>hello\n\n00:02.000 --> 00:04.000\n<v Viewer_B>a secret\n";
    await run([await file("talk.vtt", vtt)]);
    const purged = await purgeAuthor(corpus(), "twitch", gone, clock);
    expect(purged.utterances).toBe(1);
    expect(await allBytes()).not.toContain("secret");
  });
});

describe("a purge that is stopped", () => {
  test("at any of its writes is finished by the next", async () => {
    await fill();
    await cp(join(folder(), "corpus"), join(folder(), "before"), { recursive: true });
    for (let writes = 1, finished = false; !finished; writes++) {
      await rm(join(folder(), "corpus"), { recursive: true });
      await cp(join(folder(), "before"), join(folder(), "corpus"), { recursive: true });
      finished = await purgeAuthor(stoppingAt(writes), "twitch", gone, clock).then(
        () => true,
        (error) => {
          expect(error).toEqual(stopped);
          return false;
        },
      );
      await purgeAuthor(corpus(), "twitch", gone, clock);
      expect(await allBytes()).not.toMatch(/secret|Viewer_B/);
      expect((await messages()).map(({ id }) => id)).toEqual(["1", "3", "4"]);
      const questions = Buffer.from((await corpus().store.get("studies/s/questions/twitch/1.jsonl"))!).toString();
      expect(questions).not.toContain("q2");
      const answers = Buffer.from((await corpus().store.get("studies/s/answers/bm25/chat/twitch/1.jsonl"))!).toString();
      expect(answers).not.toContain("q2");
    }
  });

  const stopped = new Error("stopped");
  function stoppingAt(writes: number): Corpus {
    let left = writes;
    const mortal =
      <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> =>
        --left === 0 ? Promise.reject(stopped) : write(...args);
    const { store } = corpus();
    return {
      ...corpus(),
      store: {
        ...store,
        put: mortal(store.put),
        create: mortal(store.create),
        delete: mortal(store.delete),
        upload: mortal(store.upload),
      },
    };
  }
});

describe("a take-down that cannot be read", () => {
  test("stops an import instead of letting a person back in", async () => {
    await corpus().store.put("takedown/damaged.json", Buffer.from("{"));
    await expect(run([await file("chat.json", twitchFile(comments))])).rejects.toThrow("expected a take-down");
  });
});
