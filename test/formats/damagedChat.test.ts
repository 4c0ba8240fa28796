import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import {
  type ChatFormat,
  chatDownloaderJson,
  chatDownloaderJsonl,
  mappedChat,
  parseColumnMapping,
  pocochaCsv,
  type RawMessage,
  type ReadOptions,
  youtubeDataApi,
  youtubeLiveChat,
  zoomChat,
} from "#lib/formats/index.ts";
import { MessageKind } from "#lib/records/index.ts";
import { readAll } from "./readAll.ts";

const rounds = 150;

const renderer = {
  message: { runs: [{ text: "hé " }, { emoji: { emojiId: "😀" } }] },
  authorName: { simpleText: "viewer_a" },
  id: "m",
  timestampUsec: "1670418248077195",
  timestampText: { simpleText: "-0:12" },
  purchaseAmountText: { simpleText: "¥1,000" },
  authorBadges: [{ liveChatAuthorBadgeRenderer: { icon: { iconType: "OWNER" } } }],
};
const action = { addChatItemAction: { item: { liveChatPaidMessageRenderer: renderer } } };
const replay = JSON.stringify({ replayChatItemAction: { actions: [action, action], videoOffsetTimeMsec: "0" } });
const page = { responseContext: {}, continuationContents: { liveChatContinuation: { actions: [action, action] } } };
const row = {
  message_type: "paid_message",
  message: "hi",
  time_in_seconds: 1.5,
  money: { text: "€5.00" },
  author: { name: "a" },
};
const apiItem = {
  snippet: { type: "superChatEvent", publishedAt: "2018-01-01T00:00:00Z", superChatDetails: { amountMicros: "5" } },
};
const yaml = "time: t\nauthor: u\ntext: m\namount: a\n";

const samples: [string, ChatFormat, string, Partial<ReadOptions>?][] = [
  ["live_chat.json", youtubeLiveChat, `${replay}\n${replay}\n${replay}\n`],
  ["a live-chat page", youtubeLiveChat, JSON.stringify(page, null, 2)],
  ["a page of the Data API", youtubeDataApi, JSON.stringify({ kind: "x", items: [apiItem, apiItem] })],
  ["chat-downloader's array", chatDownloaderJson, JSON.stringify([row, row, row])],
  ["chat-downloader's lines", chatDownloaderJsonl, `${JSON.stringify(row)}\n`.repeat(3)],
  [
    "Zoom chat",
    zoomChat,
    '00:00:01\ta:\thi\n\nthere\r\n00:00:02\tb:\tReacted to "hi" with 👍\r\n10:00:00 From c : hi\n',
  ],
  [
    "Pococha's CSV",
    pocochaCsv,
    'live_id,user_id,text,comment_time,live_started_time,elapsed_seconds\n7,u,"a, ""b""\nc",x,y,3\n7,u,d,x,y,4\n',
  ],
  ["a CSV by mapping", mappedChat, 't,u,m,a\n1,x,"hi",$5\n2,y,yo,\n', { mapping: parseColumnMapping(yaml, "m") }],
  ["lines by mapping", mappedChat, '{"t":1,"u":"x","m":"hi"}\n'.repeat(4), { mapping: parseColumnMapping(yaml, "m") }],
  [
    "text by pattern",
    mappedChat,
    "[0:01] a: hi\n[0:02] b: yo\n",
    { mapping: parseColumnMapping(String.raw`pattern: '^\[(?<time>[\d:]+)\] (?<author>[^:]+): (?<text>.*)$'`, "m") },
  ],
];

/** The content with some bytes changed, removed or doubled, or cut off. */
function damage(content: string, random: Random): Buffer {
  let bytes = Buffer.from(content);
  for (let changes = random.below(6); changes >= 0; changes--) {
    const at = random.below(bytes.length);
    const way = random.below(5);
    if (way === 0) bytes = bytes.subarray(0, at + 1);
    else if (way === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))]);
    else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(bytes.length))]);
    else {
      bytes = Buffer.from(bytes);
      bytes[at] = way === 3 ? random.below(256) : '"{}[],:\n\r\t\\0-'.charCodeAt(random.below(13));
    }
    if (bytes.length === 0) bytes = Buffer.from(" ");
  }
  return bytes;
}

function expectSound(message: RawMessage): void {
  expect(Number.isSafeInteger(message.index) && message.index >= 0).toBe(true);
  expect(message.atMs === undefined ? typeof message.sentAt : Number.isSafeInteger(message.atMs)).toBe(
    message.atMs === undefined ? "string" : true,
  );
  expect(Object.is(message.atMs, -0)).toBe(false);
  expect([typeof message.text, typeof message.author.name]).toEqual(["string", "string"]);
  expect(MessageKind.options).toContain(message.kind);
  if (message.amount !== undefined) expect(message.amount >= 0 && Number.isFinite(message.amount)).toBe(true);
}

describe.each(samples)("%s, damaged in seeded ways", (name, format, content, options) => {
  it("gives sound messages or an InputError that names the file, and no other error", async () => {
    expect((await readAll(format, content, options)).messages.length).toBeGreaterThan(0);
    const random = seededRandom(`damage|${name}`);
    for (let round = 0; round < rounds; round++)
      try {
        const { messages } = await readAll(format, damage(content, random), options);
        for (const message of messages) expectSound(message);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toContain("chat.test: ");
      }
  });
});

it.each(samples)(
  "%s gives no message for an empty file, or an InputError",
  async (_name, format, _content, options) => {
    const reading = readAll(format, "", options);
    await reading.then(
      ({ messages }) => expect(messages).toEqual([]),
      (error) => expect(error).toBeInstanceOf(InputError),
    );
  },
);
