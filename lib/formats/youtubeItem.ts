import type { MessageKind } from "#lib/records/index.ts";
import { count, type RawMessage, type ReadReport } from "./contract.ts";
import { countUnknownName } from "./countUnknown.ts";
import { dig, listOf, textOf } from "./jsonValue.ts";
import { parseMoney } from "./parseMoney.ts";
import { skip } from "./skip.ts";

/** The renderers of a chat item that are messages; YouTube names each kind of item by its renderer. */
const kinds = new Map<string, MessageKind>([
  ["liveChatTextMessageRenderer", "text"],
  ["liveChatPaidMessageRenderer", "paid"],
  ["liveChatPaidStickerRenderer", "sticker"],
  ["liveChatMembershipItemRenderer", "membership"],
  ["liveChatLegacyPaidMessageRenderer", "membership"],
  ["liveChatSponsorshipsGiftPurchaseAnnouncementRenderer", "gift"],
  ["liveChatSponsorshipsGiftRedemptionAnnouncementRenderer", "gift"],
  ["giftMessageViewModel", "gift"],
  ["liveChatViewerEngagementMessageRenderer", "system"],
  ["liveChatModeChangeMessageRenderer", "system"],
  ["liveChatDonationAnnouncementRenderer", "system"],
]);

/** Renderers that are no message: a retracted one, and notes for moderators that name others. */
const passedOver = new Map([
  ["liveChatPlaceholderItemRenderer", "placeholder"],
  ["liveChatModerationMessageRenderer", "moderation-note"],
  ["liveChatAutoModMessageRenderer", "moderation-note"],
]);

const roleOfIcon = new Map([
  ["OWNER", "owner"],
  ["MODERATOR", "moderator"],
  ["VERIFIED", "verified"],
]);

/**
 * One item of a YouTube live chat as a message without its time; undefined for an item that is none, which is counted: a
 * retracted one by its name, a renderer that is not known as `unknown-type` and, by its name, in `unknownFields`.
 *
 * @param name the key of the item, e.g. `liveChatTextMessageRenderer`
 */
export function readYoutubeItem(
  name: string,
  renderer: unknown,
  report: ReadReport,
): Omit<RawMessage, "index"> | undefined {
  const kind = kinds.get(name);
  if (kind === undefined) {
    const reason = passedOver.get(name);
    if (reason === undefined) countUnknownName(name, "actions[].addChatItemAction.item.", report);
    return skip(report, reason ?? "unknown-type");
  }
  // The buyer of gifts stands in the announcement's header.
  const header = dig(renderer, "header", "liveChatSponsorshipsHeaderRenderer");
  const field = (key: string) => dig(renderer, key) ?? dig(header, key);
  const emotes: string[] = [];
  const text = itemText(name, field, emotes);
  const sticker = textOf(dig(renderer, "sticker", "accessibility", "accessibilityData", "label"));
  if (sticker) emotes.push(sticker);
  const id = textOf(dig(renderer, "id"));
  const authorId = textOf(field("authorExternalChannelId"));
  const author = { name: runsText(field("authorName")).trim(), ...(authorId ? { id: authorId } : {}) };
  return {
    ...(id ? { id } : {}),
    author,
    roles: roles(field("authorBadges"), report),
    kind,
    ...money(runsText(dig(renderer, "purchaseAmountText")), report),
    text,
    ...(emotes.length > 0 ? { emotes } : {}),
  };
}

/** What the author wrote, else what the chat showed without the names of others. */
function itemText(name: string, field: (key: string) => unknown, emotes: string[]): string {
  // Bold is the giver of the gift, a person who is not this message's author.
  if (name === "liveChatSponsorshipsGiftRedemptionAnnouncementRenderer")
    return runsText(field("message"), emotes, (run) => dig(run, "bold") !== true).trim();
  const written = runsText(field("message"), emotes);
  if (written !== "") return written;
  // The title of a donation and the details of an old membership hold a person's name.
  const shown = name === "liveChatDonationAnnouncementRenderer" ? ["subtext"] : titles;
  return shown
    .map((key) => runsText(field(key), emotes).trim())
    .filter((part) => part !== "")
    .join(" ");
}

const titles = ["headerPrimaryText", "headerSubtext", "eventText", "primaryText", "text", "subtext"];

/** The text of YouTube's `simpleText`, `content` or `runs`: a unicode emoji as itself, a custom one as its first shortcut. */
function runsText(value: unknown, emotes: string[] = [], keep: (run: unknown) => boolean = () => true): string {
  const simple = textOf(dig(value, "simpleText")) ?? textOf(dig(value, "content"));
  if (simple !== undefined) return simple;
  let text = "";
  for (const run of listOf(dig(value, "runs")))
    if (keep(run)) text += textOf(dig(run, "text")) ?? emojiText(dig(run, "emoji"), emotes);
  return text;
}

function emojiText(emoji: unknown, emotes: string[]): string {
  const id = textOf(dig(emoji, "emojiId")) ?? "";
  const name = textOf(dig(emoji, "shortcuts", "0")) ?? textOf(dig(emoji, "searchTerms", "0"));
  // A custom emoji's id is that of its channel and image, not a character.
  const custom = dig(emoji, "isCustomEmoji") === true || /^[\w-]{10,}/.test(id);
  if (!custom && id !== "") return id;
  if (name !== undefined && custom) emotes.push(name);
  return name ?? "";
}

/** Roles by icon and image: a badge's tooltip is in the language of whoever collected the chat. */
function roles(badges: unknown, report: ReadReport): string[] {
  const found = new Set<string>();
  for (const badge of listOf(badges)) {
    const renderer = dig(badge, "liveChatAuthorBadgeRenderer");
    const icon = textOf(dig(renderer, "icon", "iconType"));
    const role = icon === undefined ? undefined : roleOfIcon.get(icon);
    if (role !== undefined) found.add(role);
    else if (dig(renderer, "customThumbnail") !== undefined) found.add("member");
    else countUnknownName(icon ?? "none", "authorBadges[].icon.", report);
  }
  return [...found];
}

function money(text: string, report: ReadReport): { amount?: number; currency?: string } {
  if (text === "") return {};
  const found = parseMoney(text);
  if (found?.known !== true && report.noted) count(report.noted, found ? "unknown-currency" : "unreadable-amount");
  return found ? { amount: found.amount, currency: found.currency } : {};
}
