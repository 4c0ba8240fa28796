import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Corpus, importFiles, openCorpus, readMessages, readUtterances, sql } from "#lib/corpus/index.ts";
import { systemClock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

const real = process.env.LIVECORPUS_REAL;
if (!real) throw new Error("LIVECORPUS_REAL has to name the folder of real data");
const pair = join(real, "pairs", "ethereum_acde_2026-03-26_233");
const call: VideoKey = { platform: "other", id: "233" };

let folder: string;
let corpus: Corpus;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-real-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32, 1) });
});
afterAll(() => rm(folder, { recursive: true }));

const run = (video: VideoKey, ...files: string[]) => importFiles({ corpus, video, files, clock: systemClock });

describe("a real call, chat and speech", () => {
  test("gives every known count", async () => {
    const [speech, chat] = await run(call, join(pair, "chat.txt"), join(pair, "transcript.vtt"));
    expect(chat!.files[0]).toMatchObject({ messages: 663, authors: 94, skipped: {}, warnings: [] });
    expect(speech!.files[0]).toMatchObject({ utterances: 678, authors: 33, skipped: {}, warnings: [] });
  });

  test("gives a person who writes and speaks one pseudonym", async () => {
    const namesIn = (file: string, pattern: RegExp) =>
      new Set(Array.from(readFileSync(join(pair, file), "utf8").matchAll(pattern), ([, name]) => name!.trim()));
    const writers = namesIn("chat.txt", /^\d\d:\d\d:\d\d\t(.+?):\t/gm);
    const speakers = namesIn("transcript.vtt", /^([^\n:]+): /gm);
    const both = [...speakers].filter((name) => writers.has(name)).length;
    expect(both).toBeGreaterThan(20);
    const authors = new Set<string>();
    for await (const { author } of readMessages(corpus, call)) authors.add(author);
    const voices = new Set<string>();
    for await (const { speaker } of readUtterances(corpus, call)) if (speaker) voices.add(speaker);
    expect([...voices].filter((speaker) => authors.has(speaker))).toHaveLength(both);
  });

  test("leaves no writer's name behind an @", async () => {
    const writers = readFileSync(join(pair, "chat.txt"), "utf8").matchAll(/^\d\d:\d\d:\d\d\t(.+?):\t/gm);
    const names = [...new Set(Array.from(writers, ([, name]) => name!))];
    for await (const { text } of readMessages(corpus, call))
      for (const name of names) expect(text).not.toContain(`@${name}`);
  });
});

describe("real logs of Twitch", () => {
  test("give every known count, in SQL too", async () => {
    const lion: VideoKey = { platform: "twitch", id: "1087079172" };
    const fritz: VideoKey = { platform: "twitch", id: "518790713" };
    await run(lion, join(real, "chat", "northernlion_1087079172.json"));
    await run(fritz, join(real, "chat", "csharpfritz_518790713.json"));
    const query = `
      SELECT video, count(*) AS messages, count(DISTINCT author) AS authors, round(min(atMs) / 1000, 1) AS first, round(max(atMs) / 1000, 1) AS last,
        count(*) FILTER (currency = 'BITS') AS withBits
      FROM messages WHERE platform = 'twitch' GROUP BY video ORDER BY video`;
    const [one, two] = await sql(corpus, query);
    expect(one).toMatchObject({ video: lion.id, messages: 3090, authors: 836, withBits: 0 });
    expect(Math.round(Number(one!.last))).toBe(2922);
    expect(two).toEqual({
      video: fritz.id,
      messages: 375,
      authors: 57,
      first: 128.9,
      last: 7523.2,
      withBits: 1,
    });
  });
});
