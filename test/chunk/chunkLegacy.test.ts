import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { chunkLegacy, type LegacyChunk, legacySecond } from "#lib/chunk/index.ts";
import { seededRandom } from "#lib/effects/index.ts";
import { chunkTextName, writeChunkText } from "#lib/formats/index.ts";
import { type MessageKind, Platform } from "#lib/records/index.ts";
import { chatOf, speechOf } from "./records.ts";

/** The files that the historical notebooks would have written of these chunks. */
function filesOf(chunks: readonly LegacyChunk[]): { combined: Record<string, string>; chat: Record<string, string> } {
  const combined: Record<string, string> = {};
  const chat: Record<string, string> = {};
  for (const { video, index, lines, chatOnly } of chunks) {
    const name = chunkTextName(video.id, index);
    if (lines.length > 0) combined[name] = writeChunkText(lines);
    if (chatOnly.length > 0) chat[name] = writeChunkText(chatOnly);
  }
  return { combined, chat };
}

const messages = chatOf([599_000, "a"], [600_000, "b"], [600_000, "c"], [-5000, "p"], [600_000, ""]);
const utterances = speechOf([600_900, "x"]);
const id = "v_1";

describe("legacy chunks", () => {
  it("follow the published vector: before the start is second 0, chat comes before speech within a second", () => {
    const other = filesOf(chunkLegacy({ video: { platform: "other", id }, messages, utterances }));
    expect(other).toEqual({
      combined: { "v_1_1.txt": "[CHAT] p\n[CHAT] a\n", "v_1_2.txt": "[CHAT] b\n[CHAT] c\n[SPEECH] x\n" },
      chat: { "v_1_1.txt": "[CHAT] p\n[CHAT] a\n", "v_1_2.txt": "[CHAT] b\n[CHAT] c\n" },
    });
    const pococha = filesOf(chunkLegacy({ video: { platform: "pococha", id }, messages, utterances }));
    expect(pococha.combined).toEqual(other.combined);
    expect(pococha.chat["v_1_2.txt"]).toBe("[CHAT] b\n[CHAT] c\n[CHAT] \n");
  });

  it("put all of Twitch's chat into chunk 1 as the original did, unless told to repair it", () => {
    const video = { platform: "twitch", id } as const;
    expect(filesOf(chunkLegacy({ video, messages, utterances })).combined).toEqual({
      "v_1_1.txt": "[CHAT] a\n[CHAT] b\n[CHAT] c\n[CHAT] p\n",
      "v_1_2.txt": "[SPEECH] x\n",
    });
    const repaired = chunkLegacy({ video, messages, utterances, quirks: { twitchZeroOffset: false } });
    expect(filesOf(repaired).combined["v_1_2.txt"]).toBe("[CHAT] b\n[CHAT] c\n[SPEECH] x\n");
  });

  it("write a YouTube chunk from 100 code points of chat on, counted without tags and after cleaning", () => {
    const video = { platform: "youtube", id } as const;
    const chunksOf = (text: string, kind: MessageKind = "text") =>
      chunkLegacy({ video, messages: chatOf([0, text, { kind }]), utterances }).length;
    expect(chunksOf("𠮷".repeat(99))).toBe(0);
    expect(chunksOf("𠮷".repeat(100))).toBe(1);
    expect(chunksOf(` ${"a".repeat(98)}\n\u3000`)).toBe(0);
    expect(chunksOf(`${"a".repeat(49)}\n${"a".repeat(50)}`)).toBe(1);
    expect(chunksOf("a".repeat(100), "paid")).toBe(0);
  });

  it("count what they leave out: other kinds, blank lines, and windows with little chat", () => {
    const messages = chatOf(
      [0, "a".repeat(100)],
      [1, "b", { kind: "paid" }],
      [2, " "],
      [600_000, "few"],
      [601_000, "more"],
    );
    const video = { platform: "youtube", id } as const;
    const left = new Map<string, number>();
    const chunks = chunkLegacy({ video, messages, utterances: speechOf([0, "x"], [5000, "\n"]), left });
    expect(chunks.map(({ index, counts }) => [index, counts.filteredLines])).toEqual([[1, 2]]);
    expect(Object.fromEntries(left)).toEqual({
      "kind paid": 1,
      "no text": 1,
      "speech without text": 1,
      "in a window with less than 100 characters of chat": 2,
    });
  });

  it("keep a missing transcription as the word nan, and lose comments that pandas takes for missing", () => {
    const twitch = chunkLegacy({
      video: { platform: "twitch", id },
      messages: [],
      utterances: speechOf([0, ""], [1, "NA"]),
    });
    expect(twitch[0]?.lines.map((line) => line.text)).toEqual(["nan", "nan"]);
    const video = { platform: "pococha", id } as const;
    const input = { video, messages: chatOf([0, "null"], [1, "ok"]), utterances: [] };
    expect(filesOf(chunkLegacy(input)).chat["v_1_1.txt"]).toBe("[CHAT] \n[CHAT] ok\n");
    expect(filesOf(chunkLegacy({ ...input, quirks: { pandas: 2 } })).chat["v_1_1.txt"]).toBe("[CHAT] nan\n[CHAT] ok\n");
  });

  it("read each notebook's time convention and take the other's for 0", () => {
    expect(legacySecond("00:20:01.500", "clock")).toBe(1201);
    expect(legacySecond("1205.2", "clock")).toBe(0);
    expect(legacySecond("1205.2", "number")).toBe(1205);
    expect(legacySecond("00:10:05", "clock")).toBe(605);
    expect(legacySecond("00:10:05", "number")).toBe(0);
    expect(legacySecond("-3", "number")).toBe(0);
  });

  it("are those of an independent Python script on 600 random streams", () => {
    const random = seededRandom("legacy");
    const texts =
      "草|hello there|NA|null|None|nan|  NA |N/A||   |\u3000全角\u3000|a\nb|\n|\u0085|\ufeffx|x\u001f|\t tab|家族👨‍👩‍👧|#N/A N/A|1.#IND|-nan|cr\rin|𠮷野家で食べた牛丼の話".split(
        "|",
      );
    const kinds: MessageKind[] = ["text", "text", "text", "paid", "system", "sticker"];
    const time = () =>
      random.pick([0, 599_999, 600_000, 1_200_000, random.below(3_000_000), -1, -5000, random.below(700_000)]);
    const cases = Array.from({ length: 600 }, (_, n) => ({
      platform: random.pick(Platform.options),
      id: random.pick(["1000000001", "AbC_dEf-123", `v${n}`]),
      chat: Array.from(
        { length: random.below(25) },
        () => [time(), random.pick(kinds), random.pick(texts).repeat(1 + random.below(4))] as const,
      ),
      speech: Array.from({ length: random.below(15) }, () => [time(), random.pick(texts)] as const),
      window: random.pick([600, 600, 120]),
      zeroOffset: random.next() < 0.5,
      speechAtZero: random.next() < 0.2,
      pandas: random.pick([2, 3] as const),
    }));
    const ours = cases.map((each) =>
      filesOf(
        chunkLegacy({
          video: { platform: each.platform, id: each.id },
          messages: chatOf(...each.chat.map(([atMs, kind, text]): [number, string, object] => [atMs, text, { kind }])),
          utterances: speechOf(...each.speech.map(([startMs, text]): [number, string] => [startMs, text])),
          windowSeconds: each.window,
          quirks: { twitchZeroOffset: each.zeroOffset, speechAtZero: each.speechAtZero, pandas: each.pandas },
        }),
      ),
    );
    const script = new URL("legacyOracle.py", import.meta.url).pathname;
    const theirs: unknown = JSON.parse(
      execFileSync("/usr/bin/python3", [script], {
        input: JSON.stringify(cases),
        encoding: "utf8",
        maxBuffer: 1 << 28,
      }),
    );
    expect(ours).toEqual(theirs);
    expect(ours.reduce((sum, files) => sum + Object.keys(files.combined).length, 0)).toBeGreaterThan(1000);
  });
});
