import { describe, expect, it } from "vitest";
import { youtubeLiveChat } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const text = (fields: object) => ({
  liveChatTextMessageRenderer: {
    message: { runs: [{ text: "hello" }] },
    authorName: { simpleText: "viewer_a" },
    authorExternalChannelId: "UCa",
    id: "m1",
    timestampUsec: "1670418248077195",
    ...fields,
  },
});
const add = (item: object) => ({ addChatItemAction: { item, clientId: "x" } });
const replay = (offset: string | number, ...actions: object[]) =>
  JSON.stringify({ replayChatItemAction: { actions, videoOffsetTimeMsec: offset } });
const page = (...actions: object[]) => ({
  responseContext: {},
  continuationContents: { liveChatContinuation: { continuations: [], actions } },
});
const read = (content: string | Uint8Array) => readAll(youtubeLiveChat, content);
/** The one message of a replay with the given item. */
async function one(item: object) {
  const { messages } = await read(replay("1000", add(item)));
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

describe("YouTube live chat", () => {
  it("reads a line of a replay, whose offset is a text inside the action", async () => {
    expect((await read(replay("220186", add(text({}))))).messages).toEqual([
      {
        index: 0,
        atMs: 220186,
        id: "m1",
        author: { name: "viewer_a", id: "UCa" },
        roles: [],
        kind: "text",
        text: "hello",
      },
    ]);
  });

  it("reads a line of a live capture, whose offset stands beside the action", async () => {
    const line = { replayChatItemAction: { actions: [add(text({}))] }, videoOffsetTimeMsec: "5000", isLive: true };
    const { messages, unknownFields } = await read(JSON.stringify(line));
    expect(messages.map((message) => message.atMs)).toEqual([5000]);
    expect(unknownFields).toEqual({});
  });

  it("reads every action of a line, and counts places over all lines", async () => {
    const both = replay("1", add(text({ id: "a" })), add(text({ id: "b" })));
    const { messages } = await read(`${both}\n${replay("2", add(text({ id: "c" })))}\n`);
    expect(messages.map(({ id, index }) => [id, index])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ]);
  });

  it("takes the clock that is shown for what was said before the stream, where the offset is 0 for all", async () => {
    const lines = ["-0:12", "-1:02:03", "0:00"].map((simpleText) =>
      replay("0", add(text({ timestampText: { simpleText } }))),
    );
    const { messages } = await read(lines.join("\n"));
    expect(messages.map((message) => message.atMs)).toEqual([-12_000, -3_723_000, 0]);
  });

  it("puts right an offset after the end that is the wall-clock time", async () => {
    const startMs = 1_670_418_000_000;
    const said = (seconds: number) => ({ timestampUsec: String((startMs + seconds * 1000) * 1000) });
    const { messages, noted } = await read(
      `${replay(60_000, add(text(said(60))))}\n${replay(startMs + 90_000, add(text(said(90))))}`,
    );
    expect(messages.map((message) => message.atMs)).toEqual([60_000, 90_000]);
    expect(noted).toEqual({ "offset-was-clock-time": 1 });
  });

  it("leaves out a wall-clock offset where no earlier message tells the start", async () => {
    const { messages, skipped } = await read(replay(1_670_418_000_000, add(text({}))));
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "bad-offset": 1 });
  });

  it("reads a page of a replay, one of a live chat with wall-clock times, and one in a `response`, indented or not", async () => {
    const action = { replayChatItemAction: { actions: [add(text({}))], videoOffsetTimeMsec: "7000" } };
    const ofReplay = await read(JSON.stringify(page(action), null, 2));
    expect(ofReplay.messages.map((message) => message.atMs)).toEqual([7000]);
    const live = await read(JSON.stringify({ response: page(add(text({}))) }));
    expect(live.messages.map(({ atMs, sentAt }) => ({ atMs, sentAt }))).toEqual([
      { atMs: undefined, sentAt: "2022-12-07T13:04:08.077Z" },
    ]);
  });

  it("reads a page without a chat as no messages, and says so", async () => {
    const { messages, noted } = await read(JSON.stringify({ csn: "x", response: { responseContext: {} } }));
    expect(messages).toEqual([]);
    expect(noted).toEqual({ "page-without-chat": 1 });
  });

  it("writes a unicode emoji as itself and a custom one by its first shortcut, which it lists", async () => {
    const runs = [
      { text: "gg " },
      { emoji: { emojiId: "😀", shortcuts: [":grinning:"] } },
      { emoji: { emojiId: "UCaaaaaaaaaaaaaaaaaaaaaa/xyz", shortcuts: [":_wave:", ":wave:"], isCustomEmoji: true } },
      { emoji: { emojiId: "", searchTerms: ["heart"] } },
    ];
    const message = await one(text({ message: { runs } }));
    expect(message.text).toBe("gg 😀:_wave:heart");
    expect(message.emotes).toEqual([":_wave:"]);
  });

  it("knows roles by icon and image, whatever language the tooltip is in", async () => {
    const badge = (fields: object) => ({ liveChatAuthorBadgeRenderer: { tooltip: "所有者", ...fields } });
    const message = await one(
      text({
        authorBadges: [
          badge({ icon: { iconType: "VERIFIED" } }),
          badge({ icon: { iconType: "OWNER" } }),
          badge({ icon: { iconType: "MODERATOR" } }),
          badge({ customThumbnail: { thumbnails: [] } }),
        ],
      }),
    );
    expect(message.roles).toEqual(["verified", "owner", "moderator", "member"]);
  });

  it("reads a super chat with and without a text", async () => {
    const paid = (fields: object) => ({
      liveChatPaidMessageRenderer: {
        id: "p",
        authorName: { simpleText: "viewer_b" },
        purchaseAmountText: { simpleText: "¥1,000" },
        ...fields,
      },
    });
    expect(await one(paid({ message: { runs: [{ text: "nice" }] } }))).toMatchObject({
      ...{ kind: "paid", amount: 1000, currency: "JPY", text: "nice" },
    });
    expect(await one(paid({}))).toMatchObject({ kind: "paid", amount: 1000, text: "" });
  });

  it("keeps a currency that it does not know as it is written, and notes it", async () => {
    const item = { liveChatPaidMessageRenderer: { id: "p", purchaseAmountText: { simpleText: "zz50.00" } } };
    const { messages, noted } = await read(replay("1", add(item)));
    expect(messages[0]).toMatchObject({ amount: 50, currency: "zz" });
    expect(noted).toEqual({ "unknown-currency": 1 });
  });

  it("reads a paid sticker, whose picture is named among the emotes", async () => {
    const label = { accessibility: { accessibilityData: { label: "a waving pear" } } };
    const sticker = { id: "s", purchaseAmountText: { simpleText: "CA$2.00" }, sticker: label };
    expect(await one({ liveChatPaidStickerRenderer: sticker })).toMatchObject({
      ...{ kind: "sticker", amount: 2, currency: "CAD", text: "", emotes: ["a waving pear"] },
    });
  });

  it("reads a new member, a milestone with its text, and the form that memberships had before", async () => {
    const headerSubtext = { runs: [{ text: "Welcome to " }, { text: "the club" }, { text: "!" }] };
    const member = { id: "n", headerSubtext };
    expect(await one({ liveChatMembershipItemRenderer: member })).toMatchObject({
      ...{ kind: "membership", text: "Welcome to the club!" },
    });
    const milestone = { ...member, headerPrimaryText: { runs: [{ text: "Member for 6 months" }] } };
    const written = { ...milestone, message: { runs: [{ text: "half a year" }] } };
    expect((await one({ liveChatMembershipItemRenderer: milestone })).text).toBe(
      "Member for 6 months Welcome to the club!",
    );
    expect((await one({ liveChatMembershipItemRenderer: written })).text).toBe("half a year");
    const legacy = { eventText: { runs: [{ text: "New member" }] }, detailText: { simpleText: "Welcome viewer_c!" } };
    expect(await one({ liveChatLegacyPaidMessageRenderer: legacy })).toMatchObject({
      ...{ kind: "membership", text: "New member" },
    });
  });

  it("reads bought gifts with the buyer, and received ones without the giver's name", async () => {
    const header = {
      authorName: { simpleText: "viewer_d" },
      primaryText: { runs: [{ text: "Sent " }, { text: "5", bold: true }, { text: " gift memberships" }] },
    };
    const bought = { id: "g", authorExternalChannelId: "UCd", header: { liveChatSponsorshipsHeaderRenderer: header } };
    expect(await one({ liveChatSponsorshipsGiftPurchaseAnnouncementRenderer: bought })).toMatchObject({
      ...{ kind: "gift", author: { name: "viewer_d", id: "UCd" }, text: "Sent 5 gift memberships" },
    });
    const runs = [{ text: "received a gift membership by " }, { text: "viewer_d", bold: true }];
    const received = { authorName: { simpleText: "viewer_e" }, message: { runs } };
    expect(await one({ liveChatSponsorshipsGiftRedemptionAnnouncementRenderer: received })).toMatchObject({
      ...{ kind: "gift", author: { name: "viewer_e" }, text: "received a gift membership by" },
    });
    const jewels = { authorName: { content: "@viewer_f " }, text: { content: "sent a rose" } };
    expect(await one({ giftMessageViewModel: jewels })).toMatchObject({
      ...{ kind: "gift", author: { name: "@viewer_f" }, text: "sent a rose" },
    });
  });

  it("reads what the platform says as system messages, without the names of donors", async () => {
    const engagement = { id: "e", message: { runs: [{ text: "Welcome to live chat!" }] } };
    expect(await one({ liveChatViewerEngagementMessageRenderer: engagement })).toMatchObject({
      ...{ kind: "system", author: { name: "" }, text: "Welcome to live chat!" },
    });
    const mode = { text: { runs: [{ text: "Slow mode is on" }] }, subtext: { runs: [{ text: "60 seconds" }] } };
    expect((await one({ liveChatModeChangeMessageRenderer: mode })).text).toBe("Slow mode is on 60 seconds");
    const donation = { text: { runs: [{ text: "viewer_g donated $5" }] }, subtext: { runs: [{ text: "to a fund" }] } };
    expect((await one({ liveChatDonationAnnouncementRenderer: donation })).text).toBe("to a fund");
  });

  it("drops tickers, which repeat a message under its id, and counts what is no message by name", async () => {
    const { messages, skipped, unknownFields } = await read(
      replay(
        "1",
        add({ liveChatPlaceholderItemRenderer: { id: "gone" } }),
        { addLiveChatTickerItemAction: { item: { liveChatTickerPaidMessageItemRenderer: { id: "p" } } } },
        { removeChatItemAction: { targetItemId: "m1" } },
        { addBannerToLiveChatCommand: {} },
        { updateLiveChatPollAction: {} },
      ),
    );
    expect(messages).toEqual([]);
    expect(skipped).toEqual({
      placeholder: 1,
      "ticker-duplicate": 1,
      removeChatItemAction: 1,
      addBannerToLiveChatCommand: 1,
      updateLiveChatPollAction: 1,
    });
    expect(unknownFields).toEqual({});
  });

  it("raises the alarm of unknown fields for renderers, actions and badges that it has never seen", async () => {
    const badge = { liveChatAuthorBadgeRenderer: { icon: { iconType: "CAPTAIN" } } };
    const { unknownFields } = await read(
      replay("1", add({ liveChatHologramRenderer: {} }), { beamAction: {} }, add(text({ authorBadges: [badge] }))),
    );
    expect(unknownFields).toEqual({
      "actions[].addChatItemAction.item.liveChatHologramRenderer": 1,
      "actions[].beamAction": 1,
      "authorBadges[].icon.CAPTAIN": 1,
    });
  });

  it("leaves out a message without any time, and counts it", async () => {
    const { messages, skipped } = await read(JSON.stringify(page(add(text({ timestampUsec: undefined })))));
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "missing-time": 1 });
  });

  it.each(["NaN", "1e400", "", "soon", null])("takes the sent time where the offset is %j", async (offset) => {
    const { messages } = await read(
      JSON.stringify({ replayChatItemAction: { actions: [add(text({}))], videoOffsetTimeMsec: offset } }),
    );
    expect(messages[0]).toMatchObject({ sentAt: "2022-12-07T13:04:08.077Z" });
    expect(messages[0]?.atMs).toBeUndefined();
  });

  it("counts lines that are broken or cut off and reads the others", async () => {
    const good = replay("1", add(text({})));
    const { messages, skipped } = await read(`${good}\n{"replayChatItemAction":{\n\n${good}\r\n${good.slice(0, 80)}`);
    expect(messages).toHaveLength(2);
    expect(skipped).toEqual({ "bad-json": 2 });
  });

  it("reads the lines after a broken first one", async () => {
    const good = replay("1", add(text({})));
    const { messages, skipped } = await read(`{"replayChatItemAction":}\n${good}\n${good}\n`);
    expect(messages).toHaveLength(2);
    expect(skipped).toEqual({ "bad-json": 1 });
  });

  it("refuses a page that is cut off, and says what to do", async () => {
    const cut = JSON.stringify(page(add(text({}))), null, 2).slice(0, -40);
    await expect(read(cut)).rejects.toThrow(/chat\.test: expected JSON, .* broken or cut off.*Fetch the file again/);
  });

  it("reads UTF-16 with CRLF and a byte-order mark", async () => {
    const bytes = Buffer.from(`\ufeff${replay("1", add(text({})))}\r\n${replay("2", add(text({})))}\r\n`, "utf16le");
    expect((await read(bytes)).messages.map((message) => message.atMs)).toEqual([1, 2]);
  });

  it("survives values of other types wherever they stand", async () => {
    const odd = [
      null,
      5,
      "x",
      [],
      { addChatItemAction: 7 },
      { addChatItemAction: { item: [] } },
      add({ liveChatTextMessageRenderer: null }),
    ];
    const { messages, skipped } = await read(
      `${JSON.stringify({ replayChatItemAction: { actions: odd, videoOffsetTimeMsec: "3" } })}\n[[[[]]]]\nnull\n`,
    );
    expect(messages).toEqual([{ index: 6, atMs: 3, author: { name: "" }, roles: [], kind: "text", text: "" }]);
    expect(skipped["bad-row"]).toBeGreaterThan(3);
  });

  it("recognises its own by the name of an action, not by the same word in a message", () => {
    const recognise = (content: string) => youtubeLiveChat.recognise({ text: content, whole: true });
    expect(recognise(replay("1", add(text({}))))).toBe(true);
    expect(recognise(JSON.stringify(page(), null, 1))).toBe(true);
    expect(recognise(JSON.stringify({ csn: "x", response: { responseContext: {} } }))).toBe(true);
    expect(recognise(JSON.stringify([{ message: '{"addChatItemAction": 1}' }]))).toBe(false);
    expect(recognise("")).toBe(false);
  });
});
