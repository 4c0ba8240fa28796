import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { latestStep, listVideos, makePseudonymiser, readUtterances, readVideo } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { ChatMessage, VideoKey } from "#lib/records/index.ts";
import { key, scratchImport, video } from "./scratchImport.ts";
import { type Comment, twitchFile } from "./twitchFile.ts";

const twitch = makePseudonymiser(key, "twitch");
const comments: Comment[] = [
  { id: "a", seconds: 1, author: "Viewer_A", body: "hello" },
  { id: "b", seconds: 2, author: "Viewer_B", body: "@Viewer_A hi", bits: 100 },
  { id: "c", seconds: 7, author: "Viewer_A", body: "bye" },
];

const { corpus, file, folder, messages, objects, run } = scratchImport();

describe("an import of chat", () => {
  test("gives records with pseudonyms, and a report", async () => {
    const [step] = await run([await file("chat.json", twitchFile(comments))]);
    expect(await messages()).toEqual([
      expect.objectContaining({
        id: "a",
        atMs: 1000,
        author: twitch.author({ id: "id-Viewer_A", name: "" }),
        text: "hello",
      }),
      expect.objectContaining({
        id: "b",
        kind: "paid",
        amount: 100,
        currency: "BITS",
        text: `@${twitch.name("Viewer_A")} hi`,
        origin: { file: "chat.json", index: 1 },
      }),
      expect.objectContaining({ id: "c", atMs: 7000 }),
    ]);
    expect(step).toEqual({
      step: "chat",
      variant: "import",
      n: 1,
      unchanged: false,
      replaces: null,
      files: [
        {
          file: "chat.json",
          format: "twitchdownloader-json",
          messages: 3,
          kinds: { text: 2, paid: 1 },
          authors: 2,
          firstMs: 1000,
          lastMs: 7000,
          skipped: {},
          unknownFields: {},
          warnings: [],
        },
      ],
    });
    expect(await listVideos(corpus())).toEqual([video]);
    expect(await readVideo(corpus(), video)).toMatchObject({ ...video, title: "A stream", durationMs: 100_000 });
  });

  test("keeps the raw file untouched under its hash, and no name anywhere else", async () => {
    const content = twitchFile(comments);
    await run([await file("Chat Log.JSON", content)]);
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(await readFile(join(folder(), "corpus/videos/twitch/1/raw", `${sha256}.json`), "utf8")).toBe(content);
    for (const name of await objects())
      if (!name.includes("/raw/")) {
        const bytes = await readFile(join(folder(), "corpus", name));
        const text = name.endsWith(".gz") ? (await import("node:zlib")).gunzipSync(bytes).toString() : bytes.toString();
        expect(text).not.toMatch(/viewer_[ab]/i);
      }
    expect(await readdir(join(folder(), "corpus", ".scratch"))).toEqual([]);
  });

  test("merges the files of one call by time, whatever the order of the arguments, and drops ids that were there", async () => {
    const first = await file("1.json", twitchFile([comments[0]!, comments[2]!]));
    const second = await file("2.json", twitchFile([comments[1]!, comments[2]!, { ...comments[2]!, id: "d" }]));
    const [step] = await run([second, first]);
    const merged = await messages();
    expect(merged.map(({ id, origin }) => `${id} of ${origin.file}`)).toEqual([
      "a of 1.json",
      "b of 2.json",
      "c of 1.json",
      "d of 2.json",
    ]);
    expect(step!.files.map(({ messages, skipped, authors }) => ({ messages, skipped, authors }))).toEqual([
      { messages: 2, skipped: {}, authors: 1 },
      { messages: 2, skipped: { "duplicate-id": 1 }, authors: 2 },
    ]);
    await run([first, second], { video: { platform: "twitch", id: "2" } });
    expect(await messages({ platform: "twitch", id: "2" })).toEqual(merged);
  });

  test("of the same files again changes nothing and reports the same", async () => {
    const path = await file("chat.json", twitchFile(comments));
    const [first] = await run([path]);
    const before = await objects();
    expect(await run([path])).toEqual([{ ...first, unchanged: true }]);
    expect(await objects()).toEqual(before);
    expect(await run([path], { about: { title: "A stream" } })).toMatchObject([{ unchanged: true }]);
  });

  test("of the same files with more said of the video records that", async () => {
    const path = await file("chat.json", twitchFile(comments));
    await run([path], { about: { language: "en" } });
    expect(await run([path], { about: { language: "ja" } })).toMatchObject([{ n: 2, replaces: { n: 1, records: 3 } }]);
    expect(await readVideo(corpus(), video)).toMatchObject({ language: "ja", title: "A stream" });
  });

  test("of other files takes the place of the earlier one and says so", async () => {
    await run([await file("chat.json", twitchFile(comments))]);
    const [step] = await run([await file("chat.json", twitchFile(comments.slice(0, 1)))]);
    expect(step).toMatchObject({ n: 2, unchanged: false, replaces: { n: 1, records: 3 } });
    expect(await messages()).toHaveLength(1);
  });

  test("files of one name from two folders stay apart", async () => {
    const one = await file("x/chat.json", twitchFile(comments.slice(0, 2)));
    const two = await file("y/chat.json", twitchFile(comments.slice(2)));
    const [step] = await run([one, two]);
    expect(step!.files.map((report) => report.file)).toEqual(["chat.json", "chat.json (2)"]);
    expect((await latestStep(corpus(), video, "chat", "import"))!.record.inputs).toHaveProperty(["chat.json (2)"]);
  });

  test("gives messages without ids the same ids in exports that overlap, and numbers what is said twice", async () => {
    const head = "time,user_name,user_color,message\n";
    const rows = ["1,viewer_a,#000000,hello", "2,viewer_b,,lol", "2,viewer_b,,lol", "3,viewer_a,#000000,bye"];
    const one = await file("1.csv", `${head}${rows.slice(0, 3).join("\n")}\n`);
    const two = await file("2.csv", `${head}${rows.slice(1).join("\n")}\n`);
    const [step] = await run([one, two]);
    const ids = (await messages()).map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(ids[2]).toBe(`${ids[1]}_1`);
    expect(step!.files[1]).toMatchObject({ messages: 1, skipped: { "duplicate-id": 2 } });
  });

  test("warns loudly when most messages are at one instant, and refuses with --strict", async () => {
    const lost = Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, seconds: i < 7 ? 0 : i, author: "v", body: "x" }));
    const path = await file("chat.json", twitchFile(lost));
    await expect(run([path], { strict: true })).rejects.toThrow(InputError);
    expect(await listVideos(corpus())).toEqual([]);
    const [step] = await run([path]);
    expect(step!.files[0]!.warnings).toEqual([
      expect.stringMatching(/^ALARM: 7 of 12 .* how the original lost its Twitch chat/),
    ]);
  });

  test("warns when the file says that it is of another video", async () => {
    const [step] = await run([await file("chat.json", twitchFile(comments, "77"))]);
    expect(step!.files[0]!.warnings).toEqual([expect.stringContaining("77")]);
    expect(await readVideo(corpus(), video)).toMatchObject(video);
  });
});

describe("an import of speech", () => {
  const vtt =
    "WEBVTT\n\n00:00:02.000 --> 00:00:04.500\nViewer A: hello there\n\n00:00:00.500 --> 00:00:01.000\nViewer B: first\n";

  test("gives utterances in order of time, and one name one pseudonym in chat and speech", async () => {
    const call: VideoKey = { platform: "other", id: "call" };
    const chat = await file("chat.txt", "00:00:05\tViewer A:\thi\n");
    const steps = await run([chat, await file("talk.vtt", vtt)], { video: call });
    expect(steps.map(({ step, n }) => [step, n])).toEqual([
      ["transcribe", 1],
      ["chat", 1],
    ]);
    const spoken: unknown[] = [];
    for await (const { text, startMs, speaker } of readUtterances(corpus(), call))
      spoken.push([startMs, text, speaker]);
    const [{ author }] = (await messages(call)) as [ChatMessage];
    expect(spoken).toEqual([
      [500, "first", makePseudonymiser(key, "other").name("Viewer B")],
      [2000, "hello there", author],
    ]);
    expect(steps[0]!.files[0]).toMatchObject({ format: "vtt", utterances: 2, authors: 2, firstMs: 500, lastMs: 4500 });
  });

  test("takes one transcript only", async () => {
    const both = run([await file("a.vtt", vtt), await file("b.vtt", `${vtt}\n`)]);
    await expect(both).rejects.toThrow(InputError);
    await expect(both).rejects.toThrow(/a\.vtt.*b\.vtt/);
  });
});

describe("what cannot be imported", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["empty.json", "", /empty file/],
    ["picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /no known format/],
    ["meta.json", '{"id":"1","title":"A stream","duration":"1h2m3s"}', /no known format/],
    [
      "none.json",
      '{"FileInfo":{"Version":{"Major":1}},"comments":[{"_id":"x","content_offset_seconds":"?"}]}',
      /found none/,
    ],
  ])("%s is one clear error and changes nothing", async (name, content, message) => {
    const before = await objects();
    const failing = run([await file(name, content)]);
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(message);
    await expect(failing).rejects.toThrow(name);
    expect(await objects()).toEqual(before);
    expect(await readdir(join(folder(), "corpus", ".scratch")).catch(() => [])).toEqual([]);
  });

  test("large files, read in threads of their own, give the same errors", async () => {
    const line = `[2024-05-01 20:00:05] <viewer_a> ${"hello ".repeat(100)}\n`;
    const log = await file("irc.log", line.repeat(30_000));
    const good = await file("chat.json", twitchFile(comments));
    const failing = run([good, log], { threads: 2 });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(/irc\.log.*--start/);
    expect(await listVideos(corpus())).toEqual([]);
    const [step] = await run([good, log], { threads: 2, start: "2024-05-01 20:00", zone: "Asia/Tokyo" });
    expect(step!.files.map(({ messages }) => messages)).toEqual([3, 30_000]);
    expect(step!.files[1]!.warnings).toEqual([expect.stringMatching(/^ALARM/)]);
  });

  test("a disk that refuses to be written is an InputError", async () => {
    const gone = { ...corpus().store, scratch: async () => join(folder(), "gone") };
    const failing = run([await file("chat.json", twitchFile(comments))], { corpus: { ...corpus(), store: gone } });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(/Cannot import into .*ENOENT/);
  });

  test("one bad file among good ones leaves all of them out", async () => {
    const good = await file("chat.json", twitchFile(comments));
    await expect(run([good, await file("z.json", "{}")])).rejects.toThrow(InputError);
    await expect(run([good, join(folder(), "none.json")])).rejects.toThrow(/none.json/);
    await expect(run([good, folder()])).rejects.toThrow(/folder/);
    expect(await listVideos(corpus())).toEqual([]);
  });
});
