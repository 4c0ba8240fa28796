import { expect, it } from "vitest";
import { chatSpikes, windowWords } from "#lib/chunk/index.ts";
import type { ChatMessage, Chunk } from "#lib/records/index.ts";

const message = (atSeconds: number, text: string, kind: ChatMessage["kind"] = "text"): ChatMessage => ({
  id: `m${atSeconds}${text}`,
  atMs: atSeconds * 1000,
  author: "a",
  roles: [],
  kind,
  text,
  origin: { file: "f", index: 0 },
});
const said = (startSeconds: number, text: string) => ({
  id: text,
  startMs: startSeconds * 1000,
  endMs: startSeconds * 1000 + 2000,
  text,
  confidence: {},
});

it("finds the busiest moment and what was said the lag before it", () => {
  const messages = [message(2, "a"), message(41, "b"), message(44, "c"), message(47, "d"), message(75, "e")];
  const utterances = [said(33, "before"), said(36, "just before"), said(44, "meanwhile"), said(60, "later")];
  const [spike] = chatSpikes(messages, utterances, { lagMs: 5000, most: 1 });
  expect(spike).toMatchObject({ atMs: 40_000, messages: 3, chat: ["b", "c", "d"] });
  expect(spike?.said).toEqual(["just before", "meanwhile"]);
});

it("takes no two stretches that touch, and neither gifts nor silence for a spike", () => {
  const busy = [40, 41, 42, 50, 51, 90, 91].map((at) => message(at, String(at)));
  const gifts = [120, 121, 122, 123].map((at) => message(at, "gift", "gift"));
  expect(chatSpikes([...busy, ...gifts], []).map(({ atMs }) => atMs)).toEqual([40_000, 90_000]);
  expect(chatSpikes([], [])).toEqual([]);
});

it("names the words that tell one window from the others", () => {
  const chunk = (index: number, ...texts: string[]): Chunk => ({
    video: { platform: "youtube", id: "v" },
    index,
    startMs: (index - 1) * 600_000,
    endMs: index * 600_000,
    lines: texts.map((text, i) => ({ source: "SPEECH", ref: `u${index}${i}`, atMs: 0, text })),
    counts: {
      chatLines: 0,
      speechLines: 2,
      chatChars: 0,
      speechChars: 9,
      chatSpeechRatio: 0,
      avgLogprob: null,
      filteredLines: 0,
    },
  });
  const chunks = [
    chunk(1, "the kettle and the teapot", "a kettle on the table, teapot"),
    chunk(2, "the bicycle on the table", "my bicycle, a table"),
  ];
  expect(windowWords(chunks, "en").map(({ words }) => words)).toEqual([
    ["kettle", "teapot"],
    ["bicycle", "table"],
  ]);
});
