import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findFormat,
  mappedChat,
  openBytes,
  parseColumnMapping,
  type RawMessage,
  readHead,
} from "#lib/formats/index.ts";
import { readAll } from "../formats/readAll.ts";
import { emptyReport } from "../formats/reading.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL is not set: it names the folder of the real data");
const chat = join(root, "chat");
const examples = join(chat, "chat_downloader_examples");

/** What the format makes of a file that its content makes known. */
async function read(path: string) {
  const head = await readHead(openBytes(createReadStream(path), emptyReport(), { file: path, strict: true }));
  const format = findFormat(head, path);
  if (format.holds !== "chat") throw new Error(`${path} was taken for ${format.name}`);
  const result = await readAll(format, readFileSync(path), { file: path, strict: true });
  return { format: format.name, ...result };
}

/** How many messages there are of each value. */
function tally<T>(messages: readonly RawMessage[], of: (message: RawMessage) => T): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const message of messages) {
    const key = String(of(message));
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function authors(messages: readonly RawMessage[]): number {
  return new Set(messages.map(({ author }) => author.id ?? author.name).filter((author) => author !== "")).size;
}

describe("chat-downloader's examples", () => {
  // The published counts are rows; a ticker repeats the paid message or the new member in the row above it.
  it.each([
    ["YouTube_Get_messages_from_premiered_video", 7413, 0, { text: 7413 }],
    ["example", 3358, 0, { text: 3358 }],
    ["YouTube_Get_all_types_of_messages_from_top_chat_replay", 520, 0, { text: 520 }],
    // 750 rows, 26 of them with an amount: 15 paid messages and 11 of their tickers; 4 tickers are of new members.
    ["YouTube_Get_messages_from_live_chat_replay", 750, 15, { text: 716, paid: 15, membership: 4 }],
    // 61 rows, 59 of them with an amount: 32 paid messages and 27 of their tickers, and a new member with a ticker.
    ["superchat", 61, 28, { paid: 32, membership: 1 }],
    ["YouTube_Get_superchat_messages_from_live_chat_replay", 125, 57, { paid: 67, sticker: 1 }],
    ["YouTube_Ending_has_strange_times", 247, 0, { text: 247 }],
    ["Twitch_Get_live_chat_replay", 19, 0, { text: 19 }],
  ])("%s: %i rows, %i of them tickers", async (name, rows, tickers, kinds) => {
    const { format, messages, skipped, unknownFields } = await read(join(examples, `${name}.json`));
    expect(format).toBe("chat-downloader-json");
    expect(tally(messages, (message) => message.kind)).toEqual(kinds);
    expect(skipped).toEqual(tickers === 0 ? {} : { "ticker-duplicate": tickers });
    expect(messages.length + tickers).toBe(rows);
    expect(unknownFields).toEqual({});
  });

  it("has the amounts of a Japanese stream in their currencies", async () => {
    const { messages, noted } = await read(join(examples, "superchat.json"));
    const paid = messages.filter((message) => message.kind === "paid");
    expect(tally(paid, (message) => message.currency)).toEqual({
      ...{ JPY: 20, USD: 7, TWD: 1, HKD: 1, AUD: 1, PHP: 1, GTQ: 1 },
    });
    expect(paid.find((message) => message.amount === 50_000)?.currency).toBe("JPY");
    expect(noted).toEqual({});
  });

  it("puts the messages after the end of a stream behind the others", async () => {
    const { messages, noted } = await read(join(examples, "YouTube_Ending_has_strange_times.json"));
    expect(noted).toEqual({ "offset-was-clock-time": 35 });
    const times = messages.map((message) => message.atMs ?? Number.NaN);
    expect(times).toEqual(times.slice().sort((a, b) => a - b));
    // 1,597,882,698 s on the clock; the first row has 1,597,882,420 s at 12,647 s.
    expect(Math.abs(times.at(-1)! / 1000 - (12_647 + 1_597_882_698 - 1_597_882_420))).toBeLessThan(2);
  });

  it("names every action of YouTube that it knows", async () => {
    const { format, messages, skipped, unknownFields } = await read(join(examples, "tests_youtube_actions.json"));
    expect(format).toBe("youtube-live-chat");
    expect(tally(messages, (message) => message.kind)).toEqual({ text: 1, system: 3, membership: 1, sticker: 1 });
    expect(skipped).toMatchObject({ "ticker-duplicate": 3, replaceChatItemAction: 2, updateLiveChatPollAction: 1 });
    expect(Object.values(skipped).reduce((sum, count) => sum + count, 0)).toBe(13);
    expect(unknownFields).toEqual({});
  });
});

describe("raw pages of YouTube's live chat", () => {
  const folder = join(chat, "pytchat");
  const pages = readdirSync(folder).filter((name) => name.endsWith(".json"));

  it("are all recognised and read without an unknown renderer, action or badge", async () => {
    expect(pages).toHaveLength(30);
    for (const name of pages) {
      const { format, unknownFields } = await read(join(folder, name));
      expect([name, format]).toEqual([name, name.includes("_API_") ? "youtube-data-api" : "youtube-live-chat"]);
      expect([name, unknownFields]).toEqual([name, {}]);
    }
  });

  it("hold super chats in yen, euros and crowns, stickers, memberships and a retracted message", async () => {
    const all = [];
    for (const name of pages) all.push(await read(join(folder, name)));
    const messages = all.flatMap((page) => page.messages);
    const paid = messages.filter((message) => message.kind === "paid");
    expect(tally(paid, (message) => message.currency)).toEqual({ JPY: 6, EUR: 1, CZK: 1, "[UNREGISTERD]": 1 });
    expect(tally(messages, (message) => message.kind)).toMatchObject({ paid: 9, sticker: 2, membership: 5, system: 1 });
    const sums = all.map((page) => page.skipped.placeholder ?? 0);
    expect(sums.reduce((sum, count) => sum + count)).toBe(2);
  });

  it("have their offsets in a replay and the time of day in a live chat", async () => {
    const replay = await read(join(folder, "chatreplay.json"));
    expect(replay.messages).toHaveLength(48);
    expect(replay.messages.every((message) => message.atMs !== undefined && message.sentAt === undefined)).toBe(true);
    const live = await read(join(folder, "compatible__superchat.json"));
    expect(live.messages.map((message) => message.sentAt)).toEqual(["2019-10-01T14:37:18.420Z"]);
    // Its items were blanked and have no time at all.
    expect((await read(join(folder, "test_stream.json"))).skipped["missing-time"]).toBe(4);
  });
});

describe("the chat of 16 public calls", () => {
  const folder = join(root, "pairs");
  const calls = readdirSync(folder).filter((name) => name.startsWith("ethereum_"));

  it("has 663 messages by 94 authors in the call acde 233", async () => {
    const { format, messages, skipped } = await read(join(folder, "ethereum_acde_2026-03-26_233", "chat.txt"));
    expect(format).toBe("zoom-chat");
    expect(messages).toHaveLength(663);
    expect(authors(messages)).toBe(94);
    expect(skipped).toEqual({});
    expect([messages[0]?.atMs, messages.at(-1)?.atMs]).toEqual([366_000, 6_246_000]);
  });

  it("has 230 to 751 messages a call, 6,053 in all, of which 2,407 are reactions, and quotes nobody", async () => {
    const all = [];
    for (const call of calls) all.push(await read(join(folder, call, "chat.txt")));
    expect(all).toHaveLength(16);
    const sizes = all.map((call) => call.messages.length);
    expect([Math.min(...sizes), Math.max(...sizes), sizes.reduce((sum, size) => sum + size)]).toEqual([230, 751, 6053]);
    const messages = all.flatMap((call) => call.messages);
    expect(tally(messages, (message) => message.kind)).toEqual({ text: 3646, system: 2407 });
    expect(messages.filter(({ text }) => /^(Replying to "|Reacted to ["“]|Removed a )/.test(text))).toEqual([]);
    expect(messages.filter(({ text }) => text === "" || /\r/.test(text))).toEqual([]);
    expect(messages.filter(({ author }) => author.name === "" || author.name.endsWith(":"))).toEqual([]);
  });
});

describe("a Japanese chat as CSV", () => {
  const path = join(chat, "ja_mhrise_MCzITTAy8G8.csv");
  const mapping = parseColumnMapping(
    "columns: [time, user, message, score, magnitude]\ntime: time\nauthor: user\ntext: message\n",
    "mapping.yaml",
  );

  it("is read by a mapping: 14,075 rows without a header, two of them blank, by 4,577 authors", async () => {
    const content = readFileSync(path);
    // The published 14,074 is the number of line ends: the last row has none.
    expect(content.filter((byte) => byte === 0x0a)).toHaveLength(14_074);
    const { messages, skipped } = await readAll(mappedChat, content, { file: path, mapping });
    expect(messages).toHaveLength(14_073);
    expect(skipped).toEqual({ "missing-time": 2 });
    expect(authors(messages)).toBe(4577);
    expect(messages[0]).toMatchObject({ index: 0, sentAt: "2021-09-30T12:52:17" });
  });

  it("is not taken for any format without one", async () => {
    await expect(read(path)).rejects.toThrow(/fits no known format.*--map FILE/);
  });
});
