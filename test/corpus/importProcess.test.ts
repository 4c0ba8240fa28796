import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Corpus, importFiles, listSteps, listVideos, openCorpus, readMessages } from "#lib/corpus/index.ts";
import { systemClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { writeTwitchLog } from "../bench/twitchLog.ts";
import { twitchFile } from "./twitchFile.ts";

const video = { platform: "twitch", id: "1" } as const;
const key = Buffer.alloc(32, 1);
const importer = join(import.meta.dirname, "importer.ts");

let folder: string;
let corpusFolder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-process-"));
  corpusFolder = join(folder, "corpus");
  corpus = await openCorpus(openDirectoryStore(corpusFolder), { create: true, key });
});
afterEach(() => rm(folder, { recursive: true }));

const start = (killAt: number, ...files: string[]) =>
  spawn(process.execPath, [importer, corpusFolder, String(killAt), ...files], { stdio: ["ignore", "pipe", "inherit"] });

/** What a reader sees: the videos, the number of the chat's record, and its messages. */
async function visible(): Promise<string> {
  const ids: string[] = [];
  for await (const { id } of readMessages(corpus, video)) ids.push(id);
  const steps = await listSteps(corpus, video);
  return JSON.stringify({
    videos: await listVideos(corpus),
    steps: steps.map(({ record, n }) => [record.step, n]),
    ids,
  });
}

describe("an import that is killed", () => {
  const messages = (ids: string) =>
    twitchFile(Array.from(ids, (id, i) => ({ id, seconds: i, author: "viewer_a", body: "x" })));

  test("at any of its writes leaves the corpus as it was, and the next one does it all", {
    timeout: 60_000,
  }, async () => {
    const before = join(folder, "chat.json");
    await writeFile(before, messages("abc"));
    await importFiles({ corpus, video, files: [before], clock: systemClock });
    const old = await visible();
    const files = [join(folder, "new.json"), join(folder, "more.json")];
    await writeFile(files[0]!, messages("vwxyz"));
    await writeFile(files[1]!, messages("pq"));
    await cp(corpusFolder, join(folder, "copy"), { recursive: true });
    let killed = 0;
    for (;;) {
      await rm(corpusFolder, { recursive: true });
      await cp(join(folder, "copy"), corpusFolder, { recursive: true });
      const child = start(killed + 1, ...files);
      const [code, signal] = await once(child, "close");
      if (signal === null) {
        expect(code).toBe(0);
        break;
      }
      expect(await visible()).toBe(old);
      killed++;
      await once(start(0, ...files), "close");
      expect((await listSteps(corpus, video)).map(({ n }) => n)).toContain(2);
      expect(await readdir(join(corpusFolder, ".scratch"))).toEqual([]);
    }
    // The scratch folder, two raw files, messages, report, what is known of the video, record.
    expect(killed).toBe(7);
    const now = JSON.parse(await visible());
    expect(now.ids).toEqual(["p", "v", "q", "w", "x", "y", "z"]);
    expect(now.steps).toContainEqual(["chat", 2]);
  });

  test("at any moment leaves the corpus as it was or as it shall be", { timeout: 60_000 }, async () => {
    const file = join(folder, "log.json");
    await writeTwitchLog(file, { messages: 20_000, seed: "kill" });
    const empty = await visible();
    const seen = new Set<string>();
    for (const afterMs of [150, 300, 450, 600, 800]) {
      const child = start(0, file);
      const closed = once(child, "close");
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, afterMs))]);
      child.kill("SIGKILL");
      await closed;
      const now = await visible();
      if (now !== empty) seen.add(now);
    }
    await once(start(0, file), "close");
    seen.add(await visible());
    expect(seen.size).toBe(1);
    expect(JSON.parse([...seen][0]!).ids).toHaveLength(20_000);
  });
});

describe("an import of a large file", () => {
  test("gives what a plain program gives that holds all of it, in bounded memory", { timeout: 60_000 }, async () => {
    const file = join(folder, "log.json");
    await writeTwitchLog(file, { messages: 32_000, seed: "large", duplicateEvery: 9, shuffleBlock: 1e9 });
    const { comments } = JSON.parse(readFileSync(file, "utf8")) as {
      comments: { _id: string; content_offset_seconds: number }[];
    };
    const sorted = comments.slice().sort((a, b) => a.content_offset_seconds - b.content_offset_seconds);
    const expected = [...new Set(sorted.map(({ _id }) => _id))];
    expect(expected).toHaveLength(32_000);
    expect(comments.length).toBeGreaterThan(35_000);

    const child = start(0, file);
    let out = "";
    child.stdout.on("data", (piece) => {
      out += piece;
    });
    await once(child, "close");
    expect(JSON.parse(await visible()).ids).toEqual(expected);
    // The file has 34 MB, its text and its objects some 150.
    expect(JSON.parse(out).peakMB).toBeLessThan(240);
  });
});
