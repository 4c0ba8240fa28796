import { expect, it } from "vitest";
import { youtubeDataApi } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const item = (type: string, snippet: object, author: object = {}) => ({
  kind: "youtube#liveChatMessage",
  id: "LCC.1",
  snippet: { type, publishedAt: "2018-01-01T00:00:00.000Z", displayMessage: '$2 from viewer_a: "hi"', ...snippet },
  authorDetails: { channelId: "UCa", displayName: "viewer_a", isVerified: false, ...author },
});
const page = (...items: object[]) =>
  JSON.stringify({ kind: "youtube#liveChatMessageListResponse", pageInfo: { totalResults: 1 }, items }, null, 1);

it("reads texts, super chats, stickers and memberships of the YouTube Data API, and never the author's name as text", async () => {
  const { messages } = await readAll(
    youtubeDataApi,
    page(
      item("textMessageEvent", { textMessageDetails: { messageText: "hello" } }, { isChatOwner: true }),
      item("superChatEvent", {
        superChatDetails: { amountMicros: "200000000", currency: "JPY", userComment: "888" },
      }),
      item("superStickerEvent", {
        superStickerDetails: { amountMicros: "1990000", currency: "USD", superStickerMetadata: { altText: "a pear" } },
      }),
      item("newSponsorEvent", { displayMessage: "Welcome viewer_a!" }, { isChatSponsor: true, isChatModerator: true }),
    ),
  );
  expect(messages[0]).toEqual({
    index: 0,
    sentAt: "2018-01-01T00:00:00.000Z",
    id: "LCC.1",
    author: { name: "viewer_a", id: "UCa" },
    roles: ["owner"],
    kind: "text",
    text: "hello",
  });
  expect(messages.slice(1)).toMatchObject([
    { kind: "paid", amount: 200, currency: "JPY", text: "888" },
    { kind: "sticker", amount: 1.99, currency: "USD", text: "", emotes: ["a pear"] },
    { kind: "membership", text: "", roles: ["moderator", "member"] },
  ]);
});

it("counts events by name, unknown types as unknown and rows without a time", async () => {
  const { messages, skipped, unknownFields } = await readAll(
    youtubeDataApi,
    page(
      item("userBannedEvent", {}),
      item("hologramEvent", {}),
      item("textMessageEvent", { publishedAt: "yesterday" }),
      {},
    ),
  );
  expect(messages).toEqual([]);
  expect(skipped).toEqual({ userBannedEvent: 1, "missing-time": 1, "bad-row": 1, "unknown-type": 1 });
  expect(unknownFields).toEqual({ "items[].snippet.type.hologramEvent": 1 });
});

it("recognises its own", () => {
  expect(youtubeDataApi.recognise({ text: page(), whole: true })).toBe(true);
  expect(youtubeDataApi.recognise({ text: '[{"kind": "youtube#video"}]', whole: true })).toBe(false);
});
