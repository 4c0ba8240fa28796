import { describe, expect, it } from "vitest";
import { chunkStream, defaultChatFilter, estimateLag, openChatFilter } from "#lib/chunk/index.ts";
import { seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { Chunk, type ChunkSettings } from "#lib/records/index.ts";
import { chatOf, speechOf } from "./records.ts";

const video = { platform: "twitch", id: "v1" } as const;
const settings = (more: Partial<ChunkSettings> = {}) => ({
  windowSeconds: 600,
  overlapSeconds: 0,
  lagSeconds: 0,
  ...more,
});
const texts = (chunks: readonly Chunk[]) => chunks.map((chunk) => chunk.lines.map((line) => line.text));

describe("chunks of a stream", () => {
  it("are half-open windows in milliseconds, chat before speech at equal times", () => {
    const messages = chatOf([600_000, "b"], [599_999, "a"], [1000, "first"]);
    const utterances = speechOf([600_000, "x"], [900, "hello"]);
    const chunks = chunkStream({ video, messages, utterances, settings: settings() });
    expect(texts(chunks)).toEqual([
      ["hello", "first", "a"],
      ["b", "x"],
    ]);
    expect(chunks.map(({ index, startMs, endMs }) => [index, startMs, endMs])).toEqual([
      [1, 0, 600_000],
      [2, 600_000, 1_200_000],
    ]);
    for (const chunk of chunks) expect(Chunk.parse(chunk)).toEqual(chunk);
  });

  it("move chat back by the lag, while each line keeps the time at which it was sent", () => {
    const messages = chatOf([604_000, "reply"], [3000, "early"]);
    const utterances = speechOf([599_000, "said"]);
    const chunks = chunkStream({ video, messages, utterances, settings: settings({ lagSeconds: 4.5 }) });
    expect(texts(chunks)).toEqual([["early", "said", "reply"]]);
    expect(chunks[0]?.lines.map((line) => line.atMs)).toEqual([3000, 599_000, 604_000]);
  });

  it("move chat forward by a negative lag, into a window of its own if need be", () => {
    const messages = chatOf([598_000, "ahead"]);
    const chunks = chunkStream({ video, messages, utterances: [], settings: settings({ lagSeconds: -2 }) });
    expect(chunks.map((chunk) => chunk.index)).toEqual([2]);
  });

  it("take a lag for each window when they are given", () => {
    const messages = chatOf([601_000, "a"], [605_000, "b"], [1_300_000, "c"]);
    const chunks = chunkStream({ video, messages, utterances: [], settings: settings(), lagsMs: [2000, 5000, 0] });
    expect(texts(chunks)).toEqual([["a"], ["b"], ["c"]]);
  });

  it("leave out and count what was before the start, and whatever the filter does not keep", () => {
    const messages = chatOf(
      [-1, "waiting"],
      [1, "!drop"],
      [2, "/me waves"],
      [3, "hi", { roles: ["bot"] }],
      [4, "", { kind: "sticker" }],
      [5, "thanks", { kind: "paid", amount: 5 }],
      [6, "gifted five", { kind: "gift" }],
      [7, "!!! / what"],
    );
    const left = new Map<string, number>();
    const utterances = speechOf([-5000, "sound check"], [10, "good morning"]);
    const chunks = chunkStream({ video, messages, utterances, settings: settings(), left });
    expect(texts(chunks)).toEqual([["thanks", "!!! / what", "good morning"]]);
    expect(chunks[0]?.counts.filteredLines).toBe(5);
    expect(Object.fromEntries(left)).toEqual({
      "chat before the start of the stream": 1,
      "speech before the start of the stream": 1,
      "filtered: command": 2,
      "filtered: bot": 1,
      "filtered: no text": 1,
      "filtered: kind gift": 1,
    });
    const open = chunkStream({ video, messages, utterances: [], settings: settings(), filter: openChatFilter });
    expect(open[0]?.counts.chatLines).toBe(6);
  });

  it("drop a text that one author pastes more than five times, but never laughter", () => {
    const paste = "follow my channel for free points";
    const messages = chatOf(
      ...Array.from({ length: 8 }, (_, i): [number, string] => [i, paste]),
      ...Array.from({ length: 8 }, (_, i): [number, string] => [100 + i, "ㅋㅋㅋㅋ"]),
      ...Array.from({ length: 8 }, (_, i): [number, string] => [150 + i, "wideGrin ".repeat(6)]),
      [200, paste, { author: "viewer_b" }],
    );
    const [chunk] = chunkStream({ video, messages, utterances: [], settings: settings() });
    expect(chunk?.counts).toMatchObject({ chatLines: 5 + 8 + 8 + 1, filteredLines: 3 });
    const filter = { ...defaultChatFilter, maxRepeats: null };
    expect(chunkStream({ video, messages, utterances: [], settings: settings(), filter })[0]?.counts.chatLines).toBe(
      25,
    );
  });

  const words = [
    { text: "Over", startMs: 598_000, endMs: 598_500 },
    { text: "there,", startMs: 599_000, endMs: 599_500 },
    { text: "now", startMs: 600_000, endMs: 600_400 },
    { text: "here.", startMs: 601_000, endMs: 601_500 },
  ];

  it("cut speech that runs over a boundary before the first word behind it", () => {
    const utterances = speechOf([598_000, "Over there, now here.", { words, endMs: 601_500 }]);
    const chunks = chunkStream({ video, messages: [], utterances, settings: settings() });
    expect(texts(chunks)).toEqual([["Over there,"], ["now here."]]);
    expect(chunks[1]?.lines[0]).toMatchObject({ ref: "u0", atMs: 600_000 });
  });

  it("put such speech whole into the window of its start when it has no words, or other words than its text", () => {
    for (const more of [{}, { words: words.slice(1) }]) {
      const utterances = speechOf([598_000, "Over there, now here.", { ...more, endMs: 601_500 }]);
      expect(texts(chunkStream({ video, messages: [], utterances, settings: settings() }))).toEqual([
        ["Over there, now here."],
      ]);
    }
  });

  it("overlap as asked, with no window for what the one before holds whole", () => {
    const messages = chatOf([0, "a"], [350_000, "b"], [650_000, "c"]);
    const chunks = chunkStream({ video, messages, utterances: [], settings: settings({ overlapSeconds: 300 }) });
    expect(texts(chunks)).toEqual([
      ["a", "b"],
      ["b", "c"],
    ]);
    expect(() => chunkStream({ video, messages, utterances: [], settings: settings({ overlapSeconds: 600 }) })).toThrow(
      InputError,
    );
  });

  it("are refused where a stream would have more or longer windows than can be held", () => {
    const cut = (more: Partial<ChunkSettings>) => () =>
      chunkStream({ video, messages: chatOf([3_600_000, "a"]), utterances: [], settings: settings(more) });
    expect(cut({ overlapSeconds: 599.999 })).toThrow(/--overlap 599\.999: a new window every 1 ms .* smaller overlap/);
    expect(cut({ windowSeconds: 0.001 })).toThrow(/--window 0\.001, .* longer window/);
    expect(cut({ windowSeconds: 1e15 })).toThrow(/--window 1000000000000000: expected at most 315360000 seconds/);
  });

  it("of a stream with hundreds of thousands of empty windows cost what its lines do", () => {
    const tenYearsMs = 10 * 365 * 86_400_000;
    const messages = chatOf(...Array.from({ length: 20_000 }, (_, i): [number, string] => [i, "a"]), [
      tenYearsMs,
      "end",
    ]);
    const utterances = speechOf([0, "x"], [tenYearsMs - 600_000, "y"]);
    for (const lagSeconds of [0, "auto"] as const) {
      const chunks = chunkStream({ video, messages, utterances, settings: settings({ lagSeconds }) });
      expect(chunks.map(({ index, counts }) => [index, counts.chatLines, counts.speechLines])).toEqual([
        [1, 20_000, 1],
        [525_600, 0, 1],
        [525_601, 1, 0],
      ]);
    }
    expect(estimateLag({ messages, utterances, seed: "1" })).toMatchObject({
      lagMs: null,
      reason: expect.stringContaining("too long"),
    });
  });

  it("keep their index when a window without a line is left out, and put texts on one line", () => {
    const messages = chatOf([0, "two\r\n lines"], [1_900_000, "end"]);
    const chunks = chunkStream({ video, messages, utterances: [], settings: settings() });
    expect(chunks.map((chunk) => chunk.index)).toEqual([1, 4]);
    expect(chunks[0]?.lines[0]?.text).toBe("two lines");
    expect(chunkStream({ video, messages: [], utterances: [], settings: settings() })).toEqual([]);
  });

  it("count lines, code points, their ratio, and the mean confidence of what has one", () => {
    const messages = chatOf([1, "𠮷野家"], [2, "ab"]);
    const utterances = speechOf(
      [3, "four", { confidence: { avgLogprob: -0.2 } }],
      [4, "sixsix", { confidence: { avgLogprob: -0.4 } }],
      [5, "x"],
    );
    const [chunk] = chunkStream({ video, messages, utterances, settings: settings() });
    expect(chunk?.counts).toMatchObject({
      chatLines: 2,
      speechLines: 3,
      chatChars: 5,
      speechChars: 11,
      filteredLines: 0,
    });
    expect(chunk?.counts.chatSpeechRatio).toBeCloseTo(5 / 11, 12);
    expect(chunk?.counts.avgLogprob).toBeCloseTo(-0.3, 12);
    const [chatAlone] = chunkStream({ video, messages, utterances: [], settings: settings() });
    expect(chatAlone?.counts).toMatchObject({ chatSpeechRatio: null, avgLogprob: null });
  });

  it("hold every message and every word of 100 random streams exactly once, whatever the window and the lag", () => {
    const random = seededRandom("once");
    for (let n = 0; n < 100; n++) {
      const windowSeconds = random.pick([30, 120, 600]);
      const lagSeconds = random.pick([0, 3.7, -2, 20]);
      const messages = chatOf(
        ...Array.from({ length: random.below(60) }, (): [number, string] => [
          random.below(1_300_000) - 20_000,
          random.pick(["hi", "!x", ""]),
        ]),
      );
      const utterances = speechOf(
        ...Array.from({ length: random.below(40) }, (_, i): [number, string, object] => {
          const startMs = random.below(1_200_000);
          const spoken = Array.from({ length: 1 + random.below(8) }, (_, k) => `w${i}x${k}`);
          const timed = spoken.map((text, k) => ({
            text,
            startMs: startMs + k * 20_000,
            endMs: startMs + k * 20_000 + 900,
          }));
          return [startMs, spoken.join(" "), random.next() < 0.7 ? { words: timed } : {}];
        }),
      );
      const left = new Map<string, number>();
      const chunks = chunkStream({
        video,
        messages,
        utterances,
        settings: settings({ windowSeconds, lagSeconds }),
        left,
      });
      const sum = (key: "chatLines" | "filteredLines") => chunks.reduce((total, chunk) => total + chunk.counts[key], 0);
      expect(sum("chatLines")).toBe(messages.filter((each) => each.atMs >= 0 && each.text === "hi").length);
      expect(left.get("chat before the start of the stream") ?? 0).toBe(
        messages.filter((each) => each.atMs < 0).length,
      );
      const said = chunks.flatMap((chunk) => chunk.lines.filter((line) => line.source === "SPEECH"));
      const parts = utterances.map((each) =>
        said
          .filter((line) => line.ref === each.id)
          .map((line) => line.text)
          .join(" "),
      );
      expect(parts).toEqual(utterances.map((each) => each.text));
      for (const { startMs, endMs, lines } of chunks) {
        expect(endMs - startMs).toBe(windowSeconds * 1000);
        const positions = lines.map((line) =>
          line.source === "CHAT" ? Math.max(0, line.atMs - lagSeconds * 1000) : line.atMs,
        );
        expect(positions).toEqual(positions.slice().sort((a, b) => a - b));
        for (const positionMs of positions) expect(positionMs >= startMs && positionMs < endMs).toBe(true);
      }
    }
  });
});
