import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Frame } from "#lib/records/index.ts";
import { commandLine } from "../commandLine.ts";

const data = join(import.meta.dirname, "../../experiments/sample/data/pococha");
const zoned = 'start: "2025-10-02T20:00:00+09:00"';
const source = (id: string) =>
  `  - { platform: pococha, id: "${id}", language: ja, ${zoned}, files: ["${data}/comment_${id}.csv", "${data}/speech_${id}.csv"] }\n`;
const yaml = `name: small
title: A small study
corpus: corpus
key: pseudonym.key
sources:
${["990001", "990002", "990003"].map(source).join("")}readers: [bm25, choices-only]
arms: [combined, chat, none, otherChat]
orders: [written]
seed: "1"
primary: { reader: bm25, arm: chat, against: [none, otherChat] }
`;

let base: string;
let folder: string;
let locked: string;
let tests = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "livecorpus-lock-"));
  locked = folder = join(base, "locked");
  await mkdir(folder);
  await cp(join(data, "../../pseudonym.key"), join(folder, "pseudonym.key"));
  await writeFile(join(folder, "study.yaml"), yaml);
  expect(await lock()).toMatchObject({ code: 0 });
});
afterAll(() => rm(base, { recursive: true }));
beforeEach(async () => {
  folder = join(base, `study-${tests++}`);
  await cp(locked, folder, { recursive: true });
});

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(args);
}
const lock = (...args: string[]) => livecorpus("study", "lock", "--study", folder, ...args);
const qa = (verb: string, ...args: string[]) =>
  livecorpus("qa", verb, "--study", "small", "--corpus", join(folder, "corpus"), ...args);
const read = (...path: string[]) => readFile(join(folder, ...path), "utf8");
const write = (text: string, ...path: string[]) => writeFile(join(folder, ...path), text);
async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await read(file);
  expect(text).toContain(from);
  await write(text.replace(from, to), file);
}
/** Both copies, as somebody would who knows of both. */
async function editFrame(from: string, to: string): Promise<void> {
  await edit("frame.json", from, to);
  await edit("corpus/studies/small/frame.json", from, to);
}

describe("livecorpus study lock", () => {
  test("freezes design, videos and what exists, beside study.yaml and in the corpus, and asks nothing", async () => {
    const frame = Frame.parse(JSON.parse(await read("frame.json")));
    expect(frame).toMatchObject({ study: "small", lockedAt: "2026-01-01T00:00:00.000Z", answers: 0, accepted: [] });
    expect(frame.design).toMatchObject({ readers: ["bm25", "choices-only"], primary: { arm: "chat" } });
    expect(Object.keys(frame.design)).not.toContain("title");
    expect(frame.videos.map(({ id, chunks, questions }) => [id, chunks.count, questions])).toEqual([
      ["990001", 6, null],
      ["990002", 6, null],
      ["990003", 6, null],
    ]);
    expect(await read("corpus/studies/small/frame.json")).toBe(await read("frame.json"));
    expect((await qa("ask")).err).toContain("has no questions");
  });

  test("leaves a locked study as it is, says since when, and speaks JSON", async () => {
    const before = await read("frame.json");
    const { code, out } = await lock();
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^small has been locked since 2026-01-01T00:00:00\.000Z, and is as it was: .*frame\.json\n3 videos, 18 chunks, questions not yet written, 0 answers\.\nThe primary contrast \(bm25, chat against none and otherChat\) is confirmatory/,
      ),
    ]);
    expect(await read("frame.json")).toBe(before);
    const json = JSON.parse((await lock("--json")).out);
    expect(json).toMatchObject({ study: "small", isNew: false, videos: 3, chunks: 18, questions: null, answers: 0 });
  });

  test("keeps a new stream out, and every answer as it was paid for", async () => {
    await qa("write");
    const { asked } = JSON.parse((await qa("ask", "--json")).out);
    expect(asked).toBeGreaterThan(0);
    const scores = (await qa("score")).out;
    const files = ["comment", "speech"].map((name) => join(data, `${name}_990004.csv`));
    const to = ["--corpus", join(folder, "corpus"), "--key", join(folder, "pseudonym.key")];
    const where = ["--platform", "pococha", "--video", "990004", "--start", "2025-10-13T20:00:00Z"];
    expect(await livecorpus("import", ...files, ...where, ...to)).toMatchObject({ code: 0 });
    expect(await livecorpus("chunk", "--corpus", join(folder, "corpus"))).toMatchObject({ code: 0 });
    expect((await qa("write")).out).toContain("of 3 videos; 0 videos changed");
    expect(JSON.parse((await qa("ask", "--json")).out)).toEqual({ asked: 0, kept: asked });
    expect((await qa("score")).out).toBe(scores);
    expect((await lock()).code).toBe(0);
  });

  test("that comes after the first answer says so, and promotes nothing", async () => {
    await rm(join(folder, "frame.json"));
    await rm(join(folder, "corpus/studies/small/frame.json"));
    await qa("write");
    await qa("ask");
    const { code, out } = await lock();
    expect(code).toBe(0);
    expect(out).toMatch(
      /\d+ questions, [1-9]\d* answers\.\nAnswers existed before the lock: every table .* exploratory/,
    );
    const frame = Frame.parse(JSON.parse(await read("frame.json")));
    expect(frame.answers).toBeGreaterThan(0);
    await rm(join(folder, "corpus/studies/small/answers"), { recursive: true });
    expect((await lock()).out).toContain("Answers existed before the lock");
  });

  test("goes with the study to an empty corpus: the videos are made again and compared", async () => {
    await rm(join(folder, "corpus"), { recursive: true });
    expect(await lock()).toMatchObject({ code: 0 });
    expect(await read("corpus/studies/small/frame.json")).toBe(await read("frame.json"));
  });

  test("lets prose, places and coded sheets change", async () => {
    await edit("study.yaml", "title: A small study", 'title: Renamed\nnotes: ["read with care"]');
    expect(await lock()).toMatchObject({ code: 0 });
  });

  test("takes the stamp away where a gate is accepted later", async () => {
    const late = 'gates: { accept: [{ gate: guessable, because: "seen, and known why" }] }\n';
    await write(`${await read("study.yaml")}${late}`, "study.yaml");
    const { code, out } = await lock();
    expect([code, out]).toEqual([0, expect.stringContaining("declared acceptable after the lock: every table")]);
  });
});

describe("what a lock refuses is named", () => {
  test("a study.yaml of another design, key by key", async () => {
    await edit("study.yaml", "arm: chat", "arm: combined");
    await edit("study.yaml", "[bm25, choices-only]", "[bm25, oracle]");
    await write(`${await read("study.yaml")}chunk: { windowSeconds: 120 }\n`, "study.yaml");
    const { code, err } = await lock();
    expect(code).toBe(2);
    expect(err).toContain(
      "The study small was locked on 2026-01-01T00:00:00.000Z, and study.yaml is another since then:\n",
    );
    expect(err).toContain('  primary.arm: locked "chat", found "combined"\n');
    expect(err).toContain('  readers: locked ["bm25","choices-only"], found ["bm25","oracle"]\n');
    expect(err).toContain("  chunk.windowSeconds: locked 600, found 120\n");
    expect(err).toContain("Restore these keys, or lock the new design as a new study under a new name.");
    await write(await read("study.yaml"), "corpus/studies/small/study.yaml");
    expect((await qa("ask")).err).toContain("primary.arm: locked");
  });

  test("a source that was added", async () => {
    await edit("study.yaml", "readers:", `${source("990004")}readers:`);
    expect((await lock()).err).toMatch(/sources\[3\]: locked nothing, found \{"platform":"pococha","id":"990004"/);
  });

  test("a frame that is damaged, edited by hand, or another study's", async () => {
    await editFrame('"answers": 0', '"answers": 0,,');
    expect((await lock()).err).toMatch(
      /frame\.json: expected JSON, found none\. It was written by livecorpus study lock/,
    );
    await editFrame('"answers": 0,,', '"answers": -1');
    expect((await lock()).err).toMatch(/frame\.json: this is no frame of a study: answers: /);
    await editFrame('"answers": -1', '"answers": 1');
    expect((await lock()).err).toMatch(/frame\.json: it was changed after the lock: .* never edited: restore it/);
    expect((await qa("score")).err).toContain("it was changed after the lock");
    await cp(join(locked, "frame.json"), join(folder, "frame.json"));
    await rm(join(folder, "corpus/studies/small/frame.json"));
    await edit("study.yaml", "name: small", "name: other");
    expect((await lock()).err).toMatch(/frame\.json: expected the frame of other, found that of small\./);
  });

  test("a frame that was taken away, or is not the one in the corpus", async () => {
    await rm(join(folder, "frame.json"));
    const gone = await lock();
    expect([gone.code, gone.err]).toEqual([
      2,
      expect.stringMatching(/frame\.json is gone\. Copy it back from studies\/small/),
    ]);
    await cp(join(locked, "frame.json"), join(folder, "frame.json"));
    await write(`${await read("frame.json")}\n`, "corpus/studies/small/frame.json");
    expect((await lock()).err).toContain("are two locks of one study, or one was damaged");
  });

  test("a video that was removed", async () => {
    await rm(join(folder, "corpus/videos/pococha/990002"), { recursive: true });
    const { code, err } = await qa("write");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/with pococha 990002, and .* holds no such video\. Import it again/),
    ]);
  });

  test("a video that was taken down, which nobody can bring back", async () => {
    const video = ["--platform", "pococha", "--video", "990003", "--corpus", join(folder, "corpus")];
    expect(await livecorpus("purge", ...video, "--yes")).toMatchObject({ code: 0 });
    expect((await lock()).err).toMatch(/with pococha 990003, taken down from .*: lock what is left as a new study/);
  });

  test("chunks that were cut anew, and only those", async () => {
    const log = await readFile(join(data, "comment_990001.csv"), "utf8");
    const shorter = join(folder, "comment.csv");
    await writeFile(shorter, log.split("\n").slice(0, 50).join("\n"));
    const to = ["--corpus", join(folder, "corpus"), "--key", join(folder, "pseudonym.key")];
    const where = ["--platform", "pococha", "--video", "990001", "--start", "2025-10-02T20:00:00+09:00"];
    expect(await livecorpus("import", shorter, ...where, ...to)).toMatchObject({ code: 0 });
    expect(await livecorpus("chunk", "--corpus", join(folder, "corpus"))).toMatchObject({ code: 0 });
    const { code, err } = await qa("write");
    expect(code).toBe(2);
    expect(err).toMatch(
      / {2}pococha 990001: chunks: locked 6 \([0-9a-f]{12}\), found \d \([0-9a-f]{12}\)\nRestore the raw files/,
    );
    expect(err).not.toContain("990002");
  });

  test("questions that are not those of the lock", async () => {
    await rm(join(folder, "frame.json"));
    await rm(join(folder, "corpus/studies/small/frame.json"));
    await qa("write");
    await lock();
    const file = "corpus/studies/small/questions/pococha/990001.jsonl";
    const before = await read(file);
    await edit(file, "/topic", "/topical");
    expect((await qa("ask")).err).toMatch(/ {2}pococha 990001: questions: locked \d+ \([0-9a-f]{12}\), found/);
    // They are written again where the writer still makes the same, and are then the locked ones.
    expect((await qa("write")).out).toContain("1 videos changed");
    expect(await read(file)).toBe(before);
  });

  test("a folder without a study", async () => {
    const { code, err } = await livecorpus("study", "lock", "--study", base);
    expect([code, err]).toEqual([2, expect.stringContaining("expected a study there")]);
  });
});
