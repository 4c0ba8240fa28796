import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chunkVariant, chunkVideo } from "#lib/chunk/index.ts";
import { jsonLines, openCorpus, publishStep, writeOutput } from "#lib/corpus/index.ts";
import { fixedClock, seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { ChatMessage } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { botAuthors } from "../../lib/chunk/botAuthors.ts";
import { chatOf } from "./records.ts";

type Line = [number, string, Partial<ChatMessage>?];
const minutes = (author: string, texts: readonly [number, string][]): Line[] =>
  texts.map(([minute, text]) => [Math.round(minute * 60_000), text, { author }]);
const every = (minute: number, times: number, text: (i: number) => string) =>
  Array.from({ length: times }, (_, i): [number, string] => [minute * (i + 1) + 0.01 * (i % 3), text(i)]);
const found = (...lines: Line[]) => botAuthors(chatOf(...lines.sort((a, b) => a[0] - b[0])));

describe("authors who behave as bots", () => {
  test("are those whose text comes back by the clock, though it counts up and greets others", () => {
    const timer = minutes(
      "timer",
      every(10, 5, (i) => `${i + 1}0 minutes live, @viewer_${i}! Follow the channel`),
    );
    expect(found(...timer)).toEqual(["timer"]);
  });

  test("are also those with two timers and an answer now and then", () => {
    const rules = every(10, 5, () => "be kind and read the rules");
    const shop = every(12, 4, () => "the shop is open until Sunday");
    expect(found(...minutes("timer", [...rules, ...shop, [3, "viewer_a has 20 points"]]))).toEqual(["timer"]);
  });

  test.each([
    ["a person who says one thing often, but when it fits", [1, 2, 9, 11, 30, 31, 50], "that was a great shot!"],
    ["one who repeats a thing within seconds", [1, 1.1, 1.2, 1.3, 1.4, 1.5], "please play the blue song"],
    ["one who laughs by the clock", [10, 20, 30, 40, 50], "ㅋㅋㅋㅋ"],
    ["one who said it three times", [10, 20, 30], "good evening from the train"],
  ])("are not %s", (_, times, text) => {
    expect(
      found(
        ...minutes(
          "viewer_a",
          times.map((minute): [number, string] => [minute, text]),
        ),
      ),
    ).toEqual([]);
  });

  test("are not people who post one such text among many of their own", () => {
    const talk = Array.from({ length: 9 }, (_, i): [number, string] => [3 * i, `talk number ${"abcdefghi"[i]}`]);
    const pasted = every(10, 5, () => "vote for the red team tonight");
    expect(found(...minutes("viewer_a", [...pasted, ...talk]))).toEqual([]);
  });

  test("are hardly anybody of 300 who repeat a line at random times", () => {
    const random = seededRandom("repeaters");
    const lines = Array.from({ length: 300 }, (_, viewer) =>
      minutes(
        `viewer_${viewer}`,
        Array.from({ length: 4 + (viewer % 5) }, (): [number, string] => [120 * random.next(), "hello to all of you"]),
      ),
    ).flat();
    expect(found(...lines).length).toBeLessThanOrEqual(3);
  });
});

describe("a study without bots", () => {
  test("has chunks of its own beside those with them, and says how many lines were left out", async () => {
    const folder = await mkdtemp(join(tmpdir(), "livecorpus-bots-"));
    try {
      const corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32, 1) });
      const video = { platform: "other", id: "v" } as const;
      const messages = chatOf(
        [1000, "good evening", { author: "viewer_a" }],
        ...minutes(
          "timer",
          every(1, 5, () => "join us on the other channel"),
        ),
      );
      const output = await writeOutput(corpus, video, "chat", "messages.jsonl.gz", jsonLines(messages));
      const clock = fixedClock("2026-01-01T00:00:00Z");
      const at = clock.now().toISOString();
      const facts = { version: 1, params: {}, inputs: {}, tools: {}, attempts: 1, worker: "t", startedAt: at };
      const record = { ...facts, finishedAt: at, step: "chat", variant: "import" };
      await publishStep(corpus, video, { ...record, outputs: { "messages.jsonl.gz": output } });
      const settings = { windowSeconds: 600, overlapSeconds: 0, lagSeconds: 0, legacy: false };
      const own = await chunkVideo({ corpus, video, settings, clock });
      const without = await chunkVideo({ corpus, video, settings: { ...settings, withoutBots: true }, clock });
      expect([own.variant, without.variant]).toEqual(["w600", "w600-nobots"]);
      expect([own.chunks[0]?.counts.chatLines, without.chunks[0]?.counts.chatLines]).toEqual([6, 1]);
      expect(without.left).toEqual({ "filtered: author behaves as a bot": 5 });
      const legacy = { ...settings, legacy: true, withoutBots: true };
      await expect(chunkVideo({ corpus, video, settings: legacy, clock })).rejects.toThrow(InputError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("names its variant beside overlap and lag", () => {
    const settings = { windowSeconds: 120, overlapSeconds: 30, lagSeconds: "auto", legacy: false } as const;
    expect(chunkVariant({ ...settings, withoutBots: true })).toBe("w120-o30-lagauto-nobots");
  });
});
