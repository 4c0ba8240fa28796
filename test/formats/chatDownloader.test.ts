import { describe, expect, it } from "vitest";
import { chatDownloaderJson, chatDownloaderJsonl } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const early = (fields: object) => ({
  author: "viewer_a",
  author_id: "UCa",
  message: "hello",
  time_in_seconds: 100,
  time_text: "1:40",
  timestamp: 1597517021449528,
  video_offset_time_msec: 100120,
  ...fields,
});
const late = (fields: object) => ({
  action_type: "add_chat_item",
  message_type: "text_message",
  message_id: "m1",
  message: "hello",
  timestamp: 1613761152565924,
  time_in_seconds: 1234.56,
  time_text: "20:34",
  author: { id: "UCa", name: "viewer_a", images: [{ url: "x" }] },
  ...fields,
});
const read = (...rows: unknown[]) => readAll(chatDownloaderJson, JSON.stringify(rows));

describe("chat-downloader, early form", () => {
  it("reads a row with the offset in milliseconds, else in seconds", async () => {
    const { messages } = await read(early({}), early({ video_offset_time_msec: undefined }));
    expect(messages[0]).toEqual({
      index: 0,
      atMs: 100120,
      author: { name: "viewer_a", id: "UCa" },
      roles: [],
      kind: "text",
      text: "hello",
    });
    expect(messages[1]?.atMs).toBe(100_000);
  });

  it("reads an amount, a sticker that has no header above it, and the badges' one text", async () => {
    const color = { hex: "#1de9b6ff" };
    const { messages } = await read(
      early({ amount: "CA$5.00", body_color: color, header_color: color }),
      early({ amount: "¥1,220", body_color: color, message: null }),
      early({ badges: "Verified, Moderator, Member (2 months)" }),
      early({ badges: "New member" }),
    );
    expect(
      messages.map(({ kind, amount, currency, text, roles }) => ({ kind, amount, currency, text, roles })),
    ).toEqual([
      { kind: "paid", amount: 5, currency: "CAD", text: "hello", roles: [] },
      { kind: "sticker", amount: 1220, currency: "JPY", text: "", roles: [] },
      {
        kind: "text",
        amount: undefined,
        currency: undefined,
        text: "hello",
        roles: ["verified", "moderator", "member"],
      },
      { kind: "text", amount: undefined, currency: undefined, text: "hello", roles: ["member"] },
    ]);
  });

  it("drops the ticker that repeats a paid message", async () => {
    const paid = early({ amount: "$5.00", header_color: {}, body_color: {} });
    const { messages, skipped } = await read(paid, { ...paid, ticker_duration: 120 });
    expect(messages).toHaveLength(1);
    expect(skipped).toEqual({ "ticker-duplicate": 1 });
  });

  it("tells a new member from a text by the ticker that follows", async () => {
    const welcome = early({ message: "Welcome!" });
    const { messages } = await read(early({}), welcome, { ...welcome, body_color: 1, ticker_duration: 300 }, early({}));
    expect(messages.map(({ kind, index }) => [kind, index])).toEqual([
      ["text", 0],
      ["membership", 1],
      ["text", 3],
    ]);
  });

  it("puts right the offsets after the end, which are wall-clock times", async () => {
    const { messages, noted } = await read(
      early({}),
      early({ timestamp: 1597517031449528, video_offset_time_msec: 1597517031449 }),
    );
    expect(messages.map((message) => message.atMs)).toEqual([100120, 110119]);
    expect(noted).toEqual({ "offset-was-clock-time": 1 });
  });
});

describe("chat-downloader, late form", () => {
  it("reads a row with its id and its author as an object", async () => {
    expect((await read(late({}))).messages).toEqual([
      {
        index: 0,
        atMs: 1234560,
        id: "m1",
        author: { name: "viewer_a", id: "UCa" },
        roles: [],
        kind: "text",
        text: "hello",
      },
    ]);
  });

  it("reads times before the stream, and wall-clock times where there is no offset", async () => {
    const { messages } = await read(
      late({ time_in_seconds: -12, time_text: "-0:12" }),
      late({ time_in_seconds: 0, time_text: "-0:12" }),
      late({ time_in_seconds: undefined, time_text: undefined }),
    );
    expect(messages.map(({ atMs, sentAt }) => atMs ?? sentAt)).toEqual([-12_000, -12_000, "2021-02-19T18:59:12.565Z"]);
  });

  it("reads money, stickers, memberships and gifts by the type of the row", async () => {
    const { messages } = await read(
      late({ message_type: "paid_message", money: { amount: 250, currency: "PHP", text: "PHP\u00a0250.00" } }),
      late({ message_type: "paid_sticker", money: { amount: 5, currency: "EUR", text: "€5.00" }, message: undefined }),
      late({ message_type: "membership_item", message: undefined, header_secondary_text: "New member" }),
      late({ message_type: "sponsorships_gift_purchase_announcement", header_primary_text: "Sent 5", message: null }),
      late({ message_type: "viewer_engagement_message", author: undefined }),
      late({ message_type: "text_message", bits: 100 }),
    );
    expect(messages).toMatchObject([
      { kind: "paid", amount: 250, currency: "PHP" },
      { kind: "sticker", amount: 5, currency: "EUR", text: "" },
      { kind: "membership", text: "New member" },
      { kind: "gift", text: "Sent 5" },
      { kind: "system", author: { name: "" } },
      { kind: "paid", amount: 100, currency: "BITS" },
    ]);
  });

  it("reads roles by icon, members by their badge, and lists custom emotes only", async () => {
    const badges = [
      { title: "Owner", icon_name: "owner" },
      { title: "Member (2 months)", icons: [] },
      { name: "subscriber" },
      { name: "glitchcon2020" },
    ];
    const emotes = [
      { name: ":_wave:", shortcuts: [":_wave:"], is_custom_emoji: true },
      { name: ":smile:", shortcuts: [":smile:"], is_custom_emoji: false },
      { name: "Kappa" },
    ];
    const { messages } = await read(late({ author: { name: "viewer_a", badges }, emotes }));
    expect(messages[0]).toMatchObject({ roles: ["owner", "member", "subscriber"], emotes: [":_wave:", "Kappa"] });
  });

  it("drops tickers, counts events by name and types that it has never seen as unknown", async () => {
    const { messages, skipped, unknownFields } = await read(
      late({ message_type: "ticker_paid_message_item" }),
      late({ message_type: "placeholder_item" }),
      late({ message_type: "ban_user" }),
      late({ message_type: "hologram_item" }),
    );
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "ticker-duplicate": 1, placeholder: 1, ban_user: 1, "unknown-type": 1 });
    expect(unknownFields).toEqual({ "message_type.hologram_item": 1 });
  });

  it("reads the same rows one a line, and counts a last line that is cut off", async () => {
    const lines = `${JSON.stringify(late({}))}\n${JSON.stringify(late({ message_id: "m2" }))}\n{"message_id":"m3",`;
    const { messages, skipped } = await readAll(chatDownloaderJsonl, lines);
    expect(messages.map((message) => message.id)).toEqual(["m1", "m2"]);
    expect(skipped).toEqual({ "bad-json": 1 });
  });

  it("reads the whole rows of an array that is cut off, and refuses it when it is to be strict", async () => {
    const cut = JSON.stringify([late({}), late({}), late({})]).slice(0, -100);
    const { messages, skipped } = await readAll(chatDownloaderJson, cut);
    expect(messages).toHaveLength(2);
    expect(skipped).toEqual({ "truncated-json": 1 });
    await expect(readAll(chatDownloaderJson, cut, { strict: true })).rejects.toThrow(/chat\.test: .*cut off/);
  });

  it("leaves out rows without a time or of another shape, and reads NaN as none", async () => {
    const row = JSON.stringify(late({ timestamp: undefined })).replace("1234.56", "NaN");
    const { messages, skipped } = await readAll(chatDownloaderJson, `[${row}, 5, null, [], {}]`);
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "nan-literal": 1, "missing-time": 2, "bad-row": 3 });
  });
});

it("chat-downloader's two forms recognise their own only", () => {
  const array = { text: JSON.stringify([late({})]), whole: true };
  const lines = { text: JSON.stringify(early({})), whole: true };
  expect([chatDownloaderJson.recognise(array), chatDownloaderJson.recognise(lines)]).toEqual([true, false]);
  expect([chatDownloaderJsonl.recognise(array), chatDownloaderJsonl.recognise(lines)]).toEqual([false, true]);
  expect(chatDownloaderJson.recognise({ text: '[{"author": "a"}]', whole: true })).toBe(false);
});
