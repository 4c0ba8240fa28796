import type { MessageKind } from "#lib/records/index.ts";
import type { ChatFormat, RawMessage, ReadReport } from "./contract.ts";
import { countUnknownName } from "./countUnknown.ts";
import { isoTimeOf } from "./isoTime.ts";
import { dig, numberOf, textOf } from "./jsonValue.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { skip } from "./skip.ts";

const kinds = new Map<string, MessageKind>([
  ["textMessageEvent", "text"],
  ["superChatEvent", "paid"],
  ["fanFundingEvent", "paid"],
  ["superStickerEvent", "sticker"],
  ["newSponsorEvent", "membership"],
  ["memberMilestoneChatEvent", "membership"],
  ["membershipGiftingEvent", "gift"],
  ["giftMembershipReceivedEvent", "gift"],
  ["sponsorOnlyModeStartedEvent", "system"],
  ["sponsorOnlyModeEndedEvent", "system"],
  ["chatEndedEvent", "system"],
]);

const events = new Set(["messageDeletedEvent", "messageRetractedEvent", "userBannedEvent", "tombstone", "pollEvent"]);

/** A response of liveChatMessages.list of the YouTube Data API, version 3; it has wall-clock times only. */
export const youtubeDataApi: ChatFormat = {
  name: "youtube-data-api",
  holds: "chat",
  recognise: ({ text }) => /^\s*\{/.test(text) && /"kind"\s*:\s*"youtube#liveChatMessage/.test(text),
  async *read(bytes, report, options) {
    let index = 0;
    for await (const items of readJsonArray(bytes, { key: "items" }, report, options)) {
      const batch: RawMessage[] = [];
      for (const item of items) {
        const message = readItem(item, index++, report);
        if (message) batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function readItem(item: unknown, index: number, report: ReadReport): RawMessage | undefined {
  const snippet = dig(item, "snippet");
  const type = textOf(dig(snippet, "type"));
  if (type === undefined) return skip(report, "bad-row");
  const kind = kinds.get(type);
  if (events.has(type)) return skip(report, type);
  if (kind === undefined) {
    countUnknownName(type, "items[].snippet.type.", report);
    return skip(report, "unknown-type");
  }
  const sentAt = isoTimeOf(dig(snippet, "publishedAt"));
  if (sentAt === undefined) return skip(report, "missing-time");
  const id = textOf(dig(item, "id"));
  const authorId = textOf(dig(item, "authorDetails", "channelId")) ?? textOf(dig(snippet, "authorChannelId"));
  const name = textOf(dig(item, "authorDetails", "displayName")) ?? "";
  const details = dig(snippet, `${type.replace(/Event$/, "")}Details`);
  const sticker = textOf(dig(details, "superStickerMetadata", "altText"));
  return {
    index,
    sentAt,
    ...(id ? { id } : {}),
    author: { name, ...(authorId ? { id: authorId } : {}) },
    roles: Object.entries(flags).flatMap(([flag, role]) => (dig(item, "authorDetails", flag) === true ? role : [])),
    kind,
    ...money(details),
    // The displayed text of anything but a plain message holds the author's name.
    text: textOf(dig(details, "messageText")) ?? textOf(dig(details, "userComment")) ?? "",
    ...(sticker ? { emotes: [sticker] } : {}),
  };
}

const flags = { isChatOwner: "owner", isChatModerator: "moderator", isChatSponsor: "member", isVerified: "verified" };

function money(details: unknown): { amount?: number; currency?: string } {
  const micros = numberOf(dig(details, "amountMicros"));
  const currency = textOf(dig(details, "currency"));
  return micros === undefined || micros < 0 || !currency ? {} : { amount: micros / 1e6, currency };
}
