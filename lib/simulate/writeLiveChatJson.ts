import type { RawMessage } from "#lib/formats/index.ts";
import type { Video } from "#lib/records/index.ts";
import { asEvents, literal, sentMs } from "./writable.ts";

const signs: Readonly<Record<string, string>> = { JPY: "¥", KRW: "₩", USD: "$" };
const icons: Readonly<Record<string, string>> = { owner: "OWNER", moderator: "MODERATOR" };

type Json = Record<string, unknown>;

/**
 * A chat as yt-dlp saves it from the replay of a YouTube live, `live_chat.json`: one record a line, the renderers of
 * YouTube, a ticker beside each paid message. Before the start all offsets are 0 and only the clock shown goes on, as in
 * real files.
 *
 * @example
 * const { video, messages } = simulateStream({ spec, seed: "a" });
 * writeFileSync("a.live_chat.json", [...writeLiveChatJson(video, messages)].join(""));
 */
export function* writeLiveChatJson(video: Video, messages: Iterable<RawMessage>): Iterable<string> {
  for (const { message, id, atMs } of asEvents(video, messages)) {
    const common = {
      id,
      timestampUsec: `${sentMs(video, atMs)}000`,
      timestampText: { simpleText: clock(atMs) },
      ...authorOf(message),
    };
    const [name, own] = rendererOf(message);
    const item = { [name]: { ...own, ...common } };
    const offset = String(Math.max(0, atMs));
    yield line([{ addChatItemAction: { item, clientId: id } }], offset);
    if (message.kind === "paid") {
      const ticker = { liveChatTickerPaidMessageItemRenderer: { id, durationSec: 120 } };
      yield line([{ addLiveChatTickerItemAction: { item: ticker, durationSec: "120" } }], offset);
    }
  }
}

function line(actions: Json[], offset: string): string {
  return `${JSON.stringify({ replayChatItemAction: { actions, videoOffsetTimeMsec: offset } })}\n`;
}

function rendererOf(message: RawMessage): [string, Json] {
  const said = message.text === "" ? {} : { message: { runs: runs(message) } };
  const amount = { purchaseAmountText: { simpleText: amountText(message) } };
  switch (message.kind) {
    case "text":
      return ["liveChatTextMessageRenderer", said];
    case "paid":
      return ["liveChatPaidMessageRenderer", { ...said, ...amount }];
    case "sticker": {
      const sticker = { accessibility: { accessibilityData: { label: "sticker" } } };
      return ["liveChatPaidStickerRenderer", { sticker, ...amount }];
    }
    case "membership":
      return ["liveChatMembershipItemRenderer", { headerSubtext: { runs: [{ text: "★" }] }, ...said }];
    case "gift": {
      const header = { authorName: { simpleText: message.author.name }, primaryText: { runs: runs(message) } };
      return [
        "liveChatSponsorshipsGiftPurchaseAnnouncementRenderer",
        { header: { liveChatSponsorshipsHeaderRenderer: header } },
      ];
    }
    case "system":
      return ["liveChatViewerEngagementMessageRenderer", { icon: { iconType: "YOUTUBE_ROUND" }, ...said }];
  }
}

function authorOf({ author, roles }: RawMessage): Json {
  if (author.id === undefined) return {};
  const badges = roles.map((role) => ({
    liveChatAuthorBadgeRenderer:
      role in icons
        ? { icon: { iconType: icons[role] }, tooltip: role }
        : { customThumbnail: { thumbnails: [] }, tooltip: role },
  }));
  return {
    authorName: { simpleText: author.name },
    authorExternalChannelId: author.id,
    ...(badges.length > 0 && { authorBadges: badges }),
  };
}

/** The text cut into YouTube's runs: stretches of text, unicode emoji, and the channel's own emoji by their shortcuts. */
function runs({ text, emotes = [] }: RawMessage): Json[] {
  const cuts = ["\\p{Extended_Pictographic}\\uFE0F?", ...emotes.map(literal)];
  const parts = text.split(new RegExp(`(${cuts.join("|")})`, "u"));
  return parts.flatMap((part, at): Json[] => {
    if (part === "") return [];
    if (at % 2 === 0) return [{ text: part }];
    if (!emotes.includes(part)) return [{ emoji: { emojiId: part } }];
    return [{ emoji: { emojiId: `UCsim-emoji/${part.replaceAll(":", "")}`, shortcuts: [part], isCustomEmoji: true } }];
  });
}

function amountText({ amount = 0, currency = "" }: RawMessage): string {
  const number = amount.toFixed(currency === "USD" ? 2 : 0).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${signs[currency] ?? `${currency} `}${number}`;
}

/** The clock beside a message: `1:02:03`, `2:03`, `-0:12`. */
function clock(atMs: number): string {
  const seconds = Math.floor(Math.abs(atMs) / 1000);
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const shown = hours > 0 ? `${hours}:${pad(minutes)}` : String(minutes);
  return `${atMs < 0 ? "-" : ""}${shown}:${pad(seconds % 60)}`;
}
