import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Corpus, importFiles, openCorpus, sql, toArquero, toDanfo, writeChunks } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";
import { type Comment, twitchFile } from "./twitchFile.ts";

const hostile: VideoKey = { platform: "twitch", id: "x'; DROP TABLE messages; --" };
const plain: VideoKey = { platform: "other", id: "1" };

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  // A quote in the path, since paths are data too.
  folder = await mkdtemp(join(tmpdir(), "livecorpus-it's-"));
  corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32, 1) });
});
afterEach(() => rm(folder, { recursive: true }));

async function importChat(video: VideoKey, comments: Comment[], name = "chat.json") {
  await writeFile(join(folder, name), twitchFile(comments, video.id));
  await importFiles({ corpus, video, files: [join(folder, name)], clock: fixedClock("2026-01-01T00:00:00Z") });
}

const comments: Comment[] = [
  { id: "a", seconds: 1, author: "v1", body: "it's" },
  { id: "b", seconds: 2, author: "v2", body: "ネコ", bits: 10 },
  { id: "c", seconds: 3, author: "v1", body: "x" },
];

async function parquetFiles(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of corpus.store.list("cache/")) names.push(name);
  return names;
}

describe("sql on a corpus", () => {
  test("has all tables, empty ones too", async () => {
    for (const table of ["messages", "utterances", "chunks", "videos"])
      expect(await sql(corpus, `SELECT count(*) AS n FROM ${table}`)).toEqual([{ n: 0 }]);
  });

  test("sees the records of all videos, whatever their ids, with parameters", async () => {
    await importChat(hostile, comments);
    await importChat(plain, comments.slice(0, 1));
    expect(await sql(corpus, "SELECT platform, video, count(*) AS n FROM messages GROUP BY ALL ORDER BY n")).toEqual([
      { platform: "other", video: "1", n: 1 },
      { platform: "twitch", video: hostile.id, n: 3 },
    ]);
    expect(
      await sql(corpus, "SELECT text, amount, atMs, origin FROM messages WHERE video = $1 AND id = $2", [
        hostile.id,
        "b",
      ]),
    ).toEqual([{ text: "ネコ", amount: 10, atMs: 2000, origin: { file: "chat.json", index: 1 } }]);
    expect(
      await sql(corpus, "SELECT id FROM messages WHERE text = $text AND platform = 'other'", { text: "it's" }),
    ).toEqual([{ id: "a" }]);
    expect(await sql(corpus, "SELECT video, title, durationMs FROM videos ORDER BY video")).toEqual([
      { video: "1", title: "A stream", durationMs: 100_000 },
      { video: hostile.id, title: "A stream", durationMs: 100_000 },
    ]);
  });

  test("sees speech and the chunks of each variant", async () => {
    await writeFile(join(folder, "talk.vtt"), "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhello there\n");
    await importFiles({
      corpus,
      video: plain,
      files: [join(folder, "talk.vtt")],
      clock: fixedClock("2026-01-01T00:00:00Z"),
    });
    const counts = {
      chatLines: 0,
      speechLines: 1,
      chatChars: 0,
      speechChars: 5,
      chatSpeechRatio: 0,
      avgLogprob: null,
      filteredLines: 0,
    };
    const lines = [{ source: "SPEECH" as const, ref: "u1", atMs: 1000, text: "hello" }];
    await writeChunks(corpus, plain, "w600", [{ video: plain, index: 1, startMs: 0, endMs: 600_000, lines, counts }], {
      version: 1,
      params: {},
      inputs: {},
      tools: {},
      attempts: 1,
      worker: "test",
      startedAt: "2026-01-01T00:00:00Z",
      finishedAt: "2026-01-01T00:00:00Z",
    });
    expect(await sql(corpus, "SELECT variant, startMs, text FROM utterances")).toEqual([
      { variant: "import", startMs: 1000, text: "hello there" },
    ]);
    expect(await sql(corpus, 'SELECT variant, "index", lines, counts.speechChars AS chars FROM chunks')).toEqual([
      { variant: "w600", index: 1, lines, chars: 5 },
    ]);
  });

  test("keeps its files while nothing changes, and drops those of what counts no more", async () => {
    await importChat(plain, comments);
    await sql(corpus, "SELECT 1");
    const before = await parquetFiles();
    await sql(corpus, "SELECT 1");
    expect(await parquetFiles()).toEqual(before);
    await importChat(plain, comments.slice(0, 2));
    expect(await sql(corpus, "SELECT count(*) AS n FROM messages")).toEqual([{ n: 2 }]);
    const after = await parquetFiles();
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
  });

  test("works on a store without files of this machine", async () => {
    await importChat(plain, comments);
    const { localPath: _, ...remote }: Store = corpus.store;
    expect(await sql({ ...corpus, store: remote }, "SELECT count(*) AS n FROM messages")).toEqual([{ n: 3 }]);
  });

  test("does not build on a file that was changed, cut or lost, and says what to do", async () => {
    await importChat(plain, comments);
    const [file] = (await readdir(join(folder, "corpus", "videos"), { recursive: true })).filter((name) =>
      /chat.*\.jsonl\.gz$/.test(name),
    );
    const path = join(folder, "corpus", "videos", file!);
    const record = join(dirname(path), "..", "steps", "chat.import.1.json");
    const whole = await readFile(path);
    const advice = /is damaged: .* Restore it from a copy; or delete it and videos\/.*\/steps\/chat\.import\.1\.json/;
    for (const content of [gzipSync(`${gunzipSync(whole)}`.replace("ネコ", "イヌ")), whole.subarray(0, 60), null]) {
      if (content) await writeFile(path, content);
      else await rm(path);
      await expect(sql(corpus, "SELECT count(*) AS n FROM messages")).rejects.toThrow(advice);
    }
    await rm(record);
    await importChat(plain, comments);
    expect(await sql(corpus, "SELECT count(*) AS n FROM messages")).toEqual([{ n: 3 }]);
  });

  test("says what is wrong with a query", async () => {
    const asking = sql(corpus, "SELECT nothing FROM messages");
    await expect(asking).rejects.toThrow(InputError);
    await expect(asking).rejects.toThrow(/nothing/);
  });

  test("gives rows as Arquero tables and danfo frames", async () => {
    await importChat(plain, comments);
    const rows = await sql(corpus, "SELECT author, atMs, roles FROM messages ORDER BY atMs");
    const table = await toArquero(rows);
    expect(table.groupby("author").count().array("count")).toEqual([2, 1]);
    const frame = await toDanfo(rows);
    expect(frame.shape).toEqual([3, 3]);
    expect(frame.column("atMs").sum()).toBe(6000);
  });
});
