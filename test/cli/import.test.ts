import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { twitchFile } from "../corpus/twitchFile.ts";

const main = join(import.meta.dirname, "..", "..", "lib", "cli", "main.ts");
const chat = twitchFile([
  { id: "a", seconds: 1, author: "Viewer_A", body: "hello" },
  { id: "b", seconds: 3661, author: "Viewer_B", body: "hi", bits: 5 },
]);
const irc = "[2024-05-01 20:00:05] <viewer_a> hello\n[2024-05-01 20:00:09] <viewer_b> hi\n";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-cli-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the program itself, as a person does in the test's folder. */
function livecorpus(...args: string[]): { code: number | null; out: string; err: string } {
  const env = { PATH: process.env.PATH, HOME: folder };
  const run = spawnSync(process.execPath, [main, ...args], { cwd: folder, env, encoding: "utf8" });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Runs the same program in this process, which starts faster. */
async function importing(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(["import", "--platform", "twitch", "--video", "1", "--corpus", join(folder, "corpus"), ...args], {
    env: { HOME: folder, LIVECORPUS_KEY_FILE: join(folder, "key") },
    randomBytes,
  });
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

const at = (name: string) => join(folder, name);

describe("livecorpus import", () => {
  test("prints short lines for a person", async () => {
    const { code, out, err } = await importing(await file("chat.json", chat));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(
      [
        "chat.json",
        "  format     twitchdownloader-json",
        "  messages   2",
        "  kinds      text 1, paid 1",
        "  authors    2",
        "  from       0:00:01 to 1:01:01",
        "chat import, record 1",
        "",
      ].join("\n"),
    );
  });

  test("prints one line of JSON a file, and the same again for the same files", async () => {
    await file("1.json", chat);
    await file("2.json", chat);
    const { code, out } = await importing(at("1.json"), at("2.json"), "--json");
    expect(code).toBe(0);
    const [one, two] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(one).toMatchObject({ file: "1.json", messages: 2, firstMs: 1000, step: "chat", n: 1, unchanged: false });
    expect(two).toMatchObject({ file: "2.json", messages: 0, skipped: { "duplicate-id": 2 }, firstMs: null });
    const again = await importing(at("2.json"), at("1.json"), "--json");
    expect(JSON.parse(again.out.split("\n")[0]!)).toEqual({ ...one, unchanged: true });
  });

  test("reads a log of one's own by a mapping", async () => {
    await file("mine.csv", "t;who;said\n5;viewer_a;hello\n");
    await file("map.yaml", "time: t\nauthor: who\ntext: said\nseparator: ';'\n");
    const { out } = await importing(at("mine.csv"), "--map", at("map.yaml"), "--json");
    expect(JSON.parse(out)).toMatchObject({ format: "mapped-chat", messages: 1, firstMs: 5000 });
  });

  test("reads wall-clock times by the stream's start", async () => {
    const { out, err } = await importing(
      await file("irc.log", irc),
      "--start",
      "2024-05-01 20:00",
      "--zone",
      "Asia/Tokyo",
      "--json",
    );
    expect({ ...JSON.parse(out), err }).toMatchObject({ err: "", messages: 2, firstMs: 5000, lastMs: 9000 });
  });

  test("reads what is there of a cut gzip and counts it, and refuses it with --strict", async () => {
    await file("chat.json.gz", gzipSync(chat.replaceAll("hello", "hello ".repeat(5000))).subarray(0, -20));
    const strict = await importing(at("chat.json.gz"), "--strict");
    expect(strict).toMatchObject({ code: 2, out: "" });
    expect(strict.err).toContain("chat.json.gz");
    const { code, out } = await importing(at("chat.json.gz"), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out).skipped).toMatchObject({ "truncated-gzip": 1 });
  });

  test("warns on standard error", async () => {
    const lost = Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, seconds: 0, author: "v", body: "x" }));
    const { code, err } = await importing(await file("chat.json", twitchFile(lost)));
    expect(code).toBe(0);
    expect(err).toMatch(/^chat.json: ALARM: 12 of 12 messages are at one instant/);
  });

  test("is a program that makes the key at first use and keeps the corpus in the working folder", async () => {
    await file("chat.json", chat);
    const { code, out, err } = livecorpus("import", "chat.json", "--platform", "twitch", "--video", "1");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("messages   2");
    expect(await readdir(at(".config/livecorpus"))).toEqual(["pseudonym.key"]);
    expect(await readdir(at("corpus"))).toContain("corpus.json");
    expect(livecorpus("import", "none.json", "--platform", "twitch", "--video", "1")).toMatchObject({
      code: 2,
      out: "",
    });
  });

  test("has a help with an example and the exit codes", () => {
    expect(livecorpus("import", "--help").out).toContain("livecorpus import chat.json talk.vtt --platform twitch");
    const help = livecorpus("--help");
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/Exit codes:[\s\S]*2 +the input/);
    expect(livecorpus("--version").out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("livecorpus import of what cannot be imported", () => {
  const cases: [string, () => Promise<string[]>, RegExp][] = [
    ["an empty file", async () => [await file("empty.json", "")], /empty\.json.*empty file/],
    ["a folder", async () => [await mkdir(at("logs")).then(() => at("logs"))], /logs: expected a file, found a folder/],
    ["a missing file", async () => [at("none.json")], /none\.json: expected a file, found none/],
    [
      "a picture",
      async () => [await file("a.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))],
      /a\.png.*no known format/,
    ],
    [
      "metadata of a video",
      async () => [await file("meta.json", '{"id":"1","title":"t","duration":"1h"}')],
      /meta\.json/,
    ],
    [
      "a file of another format than named",
      async () => [await file("chat.json", chat), "--format", "srt"],
      /chat\.json/,
    ],
    [
      "an unknown format",
      async () => [await file("chat.json", chat), "--format", "sr"],
      /--format sr.*twitchdownloader-json/,
    ],
    ["wall-clock times without a start", async () => [await file("irc.log", irc)], /irc\.log.*--start/],
    [
      "an unknown zone",
      async () => [await file("irc.log", irc), "--start", "2024-05-01 20:00", "--zone", "Asia/Tokio"],
      /Asia\/Tokio/,
    ],
    [
      "a start that is no time",
      async () => [await file("irc.log", irc), "--start", "8 pm", "--zone", "Asia/Tokyo"],
      /"8 pm" is no time/,
    ],
    [
      "a corpus that cannot be written",
      async () => [await file("chat.json", chat), "--corpus", at("chat.json/corpus")],
      /Cannot write .*chat\.json.corpus.*ENOTDIR/,
    ],
    ["a missing mapping", async () => [await file("chat.json", chat), "--map", at("none.yaml")], /none\.yaml/],
    [
      "a mapping that is none",
      async () => [await file("chat.json", chat), "--map", await file("m.yaml", "- 1")],
      /m\.yaml/,
    ],
    ["a missing key", async () => [await file("chat.json", chat), "--key", at("none.key")], /none\.key/],
    ["an unknown platform", async () => ["x", "--platform", "nowhere"], /nowhere/],
    ["an unknown option", async () => ["x", "--platfrom", "twitch"], /--platfrom/],
  ];
  test.each(cases)(
    "%s: exit code 2, one clear message, nothing printed, nothing published",
    async (_, args, message) => {
      const { code, out, err } = await importing(...(await args()));
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(message);
      expect(err).not.toMatch(/\n +at /);
      expect(await readdir(join(folder, "corpus")).catch(() => [])).not.toContain("videos");
    },
  );

  test("another key than the corpus was made with", async () => {
    await file("chat.json", chat);
    expect((await importing(at("chat.json"))).code).toBe(0);
    await file("other.key", "cd".repeat(32));
    const { code, err } = await importing(at("chat.json"), "--key", at("other.key"));
    expect(code).toBe(2);
    expect(err).toContain("two pseudonyms");
  });

  test("a key that lies in the corpus", async () => {
    await file("chat.json", chat);
    await mkdir(join(folder, "corpus"));
    await file("corpus/key", "ab".repeat(32));
    const { code, err } = await importing(at("chat.json"), "--key", at("corpus/key"));
    expect(code).toBe(2);
    expect(err).toContain("lies in the corpus");
  });
});
