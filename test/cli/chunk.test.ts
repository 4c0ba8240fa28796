import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { twitchFile } from "../corpus/twitchFile.ts";

const srt = (seconds: number, text: string) => {
  const clock = (s: number) => new Date(s * 1000).toISOString().slice(11, 23).replace(".", ",");
  return `1\n${clock(seconds)} --> ${clock(seconds + 2)}\n${text}\n\n`;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-chunk-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
});
afterEach(() => rm(folder, { recursive: true }));

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine([...args, "--corpus", join(folder, "corpus")], {
    env: { LIVECORPUS_KEY_FILE: join(folder, "key") },
    randomBytes,
  });
}

/** The boundary cases of the historical rules: a message before the start, one on each side of 600 s, speech at 600.9 s. */
async function importStream(platform = "pococha", id = "v_1"): Promise<void> {
  const chat = twitchFile([
    { id: "a", seconds: 599, author: "viewer_a", body: "a" },
    { id: "b", seconds: 600, author: "viewer_b", body: "b" },
    { id: "c", seconds: 600, author: "viewer_a", body: "c" },
    { id: "p", seconds: -5, author: "viewer_b", body: "p" },
    { id: "n", seconds: 605, author: "viewer_b", body: "!uptime" },
  ]);
  await writeFile(join(folder, "chat.json"), chat);
  await writeFile(join(folder, "talk.srt"), srt(600.9, "x"));
  const files = [join(folder, "chat.json"), join(folder, "talk.srt")];
  const { code } = await livecorpus("import", ...files, "--platform", platform, "--video", id);
  expect(code).toBe(0);
}

describe("livecorpus chunk", () => {
  test("cuts by milliseconds and says what belongs to no window", async () => {
    await importStream();
    const { out } = await livecorpus("chunk", "--json");
    expect(JSON.parse(out)).toEqual({
      platform: "pococha",
      id: "v_1",
      variant: "w600",
      unchanged: false,
      chunks: 2,
      withChat: 2,
      left: { "chat before the start of the stream": 1, "filtered: command": 1 },
    });
  });

  test("leaves the chunks of an unchanged video as they are, and keeps variants side by side", async () => {
    await importStream();
    await livecorpus("chunk");
    expect((await livecorpus("chunk")).out).toContain("as before");
    await livecorpus("chunk", "--window", "300", "--lag", "2.5");
    const steps = await readdir(join(folder, "corpus/videos/pococha/v_1/steps"));
    expect(steps.filter((name) => name.startsWith("chunk."))).toEqual([
      "chunk.w300-lag2.5.1.json",
      "chunk.w600.1.json",
    ]);
  });

  test("writes the historical text files as the original did, twice the same", async () => {
    await importStream();
    for (const run of ["first", "again"]) {
      await livecorpus("chunk", "--legacy", "--export-text", join(folder, run));
      const text = (path: string) => readFile(join(folder, run, "pococha", path), "utf8");
      expect(await text("comment_speech_combined/v_1_1.txt")).toBe("[CHAT] p\n[CHAT] a\n");
      expect(await text("comment_speech_combined/v_1_2.txt")).toBe("[CHAT] b\n[CHAT] c\n[SPEECH] x\n[CHAT] !uptime\n");
      expect(await text("comment_only/v_1_2.txt")).toBe("[CHAT] b\n[CHAT] c\n[CHAT] !uptime\n");
    }
  });

  test("repeats the original's lost Twitch chat under --legacy, and can leave the tags out", async () => {
    await importStream("twitch");
    await livecorpus("chunk", "--legacy", "--export-text", join(folder, "out"), "--no-tags");
    const text = (path: string) => readFile(join(folder, "out/twitch", path), "utf8");
    expect(await text("comment_speech_combined/v_1_2.txt")).toBe("x\n");
    expect((await text("comment_only/v_1_1.txt")).split("\n")).toHaveLength(6);
  });

  test("says what to mend: no corpus, an unknown video, a lag for legacy chunks, a window that is no number", async () => {
    expect(await livecorpus("chunk")).toMatchObject({ code: 2, err: expect.stringContaining("There is no corpus") });
    await importStream();
    expect((await livecorpus("chunk", "--video", "twitch/9")).err).toContain("It holds pococha/v_1");
    expect((await livecorpus("chunk", "--legacy", "--lag", "3")).err).toContain("neither overlap nor lag");
    expect(await livecorpus("chunk", "--window", "ten")).toMatchObject({ code: 2 });
    for (const window of ["0", "1e18"])
      expect(await livecorpus("chunk", "--legacy", "--window", window)).toMatchObject({ code: 2 });
    expect(await livecorpus("chunk", "--lag", "5000")).toMatchObject({ code: 2, err: expect.stringContaining("3600") });
  });

  test("an id that names no file is refused before anything is written", async () => {
    await importStream("other", "../up");
    const { code, err } = await livecorpus("chunk", "--export-text", join(folder, "out"));
    expect([code, err]).toEqual([2, expect.stringContaining('"../up"')]);
    expect(await readdir(join(folder, "corpus/videos/other/%2E%2E%2Fup/steps"))).not.toContain("chunk.w600.1.json");
    expect(await readdir(folder)).not.toContain("out");
    expect(await livecorpus("chunk")).toMatchObject({ code: 0 });
  });
});
