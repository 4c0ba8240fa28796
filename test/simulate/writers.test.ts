import { describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { type ChatFormat, findFormat, type RawMessage, type ReadReport } from "#lib/formats/index.ts";
import { Video } from "#lib/records/index.ts";
import {
  type StreamSpecInput,
  simulateStream,
  writeLiveChatJson,
  writePocochaCsv,
  writeTwitchDownloaderJson,
} from "#lib/simulate/index.ts";

const writers = { youtube: writeLiveChatJson, twitch: writeTwitchDownloaderJson, pococha: writePocochaCsv };
type Platform = keyof typeof writers;
const formatOf = { youtube: "youtube-live-chat", twitch: "twitchdownloader-json", pococha: "pococha-csv" };

const all = { paid: 3, membership: 2, gift: 2, system: 2 };
const specOf = (platform: Platform, changes: Partial<StreamSpecInput> = {}): StreamSpecInput => ({
  ...{ platform, id: "990077", language: "ja", leak: 0.4, lagSeconds: 5, chatPerMinute: 10, segments: 2, title: "題" },
  ...(platform === "youtube" && { preStream: 4, bots: 2, events: { ...all, sticker: 2 } }),
  ...(platform === "twitch" && { bots: 2, events: all }),
  ...changes,
});

async function read(text: string): Promise<{ format: string; messages: RawMessage[]; report: ReadReport }> {
  const format = findFormat({ text: text.slice(0, 65_536), whole: false }, "chat") as ChatFormat;
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {}, noted: new Map() };
  const bytes = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  const messages: RawMessage[] = [];
  for await (const batch of format.read(bytes, report, { file: "chat", strict: true })) messages.push(...batch);
  return { format: format.name, messages, report };
}

describe.each(["youtube", "twitch", "pococha"] as const)("the writer of %s", (platform) => {
  const { video, messages } = simulateStream({ spec: specOf(platform), seed: "1" });
  const text = [...writers[platform](video, messages)].join("");

  it("writes a file that its reader knows by content, without a field that the reader does not know", async () => {
    const { format, report } = await read(text);
    expect(format).toBe(formatOf[platform]);
    expect([...report.unknownFields]).toEqual([]);
    expect([...report.noted!]).toEqual([]);
    expect([...report.skipped]).toEqual(platform === "youtube" ? [["ticker-duplicate", 3]] : []);
  });

  it("gives every message back: its time to the format's second, author, roles, kind, amount and text", async () => {
    const found = (await read(text)).messages;
    // Adding 0 turns -0 into 0.
    const seconds = (ms: number) => Math.trunc(ms / 1000) + 0;
    const shown = (message: RawMessage, isRead: boolean) => ({
      at: seconds(message.atMs!),
      author: message.author.id ?? message.author.name,
      roles: platform === "pococha" ? [] : message.roles,
      kind: message.kind,
      amount: message.amount,
      currency: message.currency,
      text: isRead && message.kind === "sticker" ? "" : message.text,
    });
    expect(found.map((message) => shown(message, true))).toEqual(messages.map((message) => shown(message, false)));
    const emotes = (message: RawMessage) => [...new Set(message.kind === "text" ? message.emotes : [])];
    expect(found.map(emotes)).toEqual(messages.map(emotes));
  });
});

describe("the writers", () => {
  it("refuse what their format cannot hold, and name the message", () => {
    const twitch = simulateStream({ spec: specOf("twitch", { preStream: 1 }), seed: "1" });
    expect(() => [...writeTwitchDownloaderJson(twitch.video, twitch.messages)]).toThrow(InputError);
    const pococha = simulateStream({ spec: specOf("pococha", { events: { paid: 1 } }), seed: "1" });
    expect(() => [...writePocochaCsv(pococha.video, pococha.messages)]).toThrow(
      /^message \d+ of pococha\/990077: the comment CSV of Pococha cannot hold the kind paid/,
    );
  });

  it("ask for the start of the stream", () => {
    const { video, messages } = simulateStream({ spec: specOf("youtube"), seed: "1" });
    const { startedAt: _, ...without } = video;
    expect(() => [...writeLiveChatJson(Video.parse(without), messages)]).toThrow("expected startedAt");
  });
});
