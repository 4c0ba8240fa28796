import type { MessageKind } from "#lib/records/index.ts";
import { count, type RawMessage, type ReadReport } from "./contract.ts";
import { countUnknownName } from "./countUnknown.ts";
import { dig, listOf, numberOf, textOf } from "./jsonValue.ts";
import { parseMoney } from "./parseMoney.ts";
import { skip } from "./skip.ts";
import { addTwitchRole } from "./twitchRoles.ts";

/** chat-downloader's own names of what is a message, for YouTube and for Twitch. */
const kinds = new Map<string, MessageKind>([
  ["text_message", "text"],
  ["highlighted_message", "text"],
  ["paid_message", "paid"],
  ["paid_sticker", "sticker"],
  ["membership_item", "membership"],
  ["subscription", "membership"],
  ["resubscription", "membership"],
  ["extend_subscription", "membership"],
  ["prime_paid_upgrade", "membership"],
  ["gift_paid_upgrade", "membership"],
  ["sponsorships_gift_purchase_announcement", "gift"],
  ["sponsorships_gift_redemption_announcement", "gift"],
  ["gift_message_view_model", "gift"],
  ["subscription_gift", "gift"],
  ["mystery_subscription_gift", "gift"],
  ["anonymous_subscription_gift", "gift"],
  ["anonymous_mystery_subscription_gift", "gift"],
  ["viewer_engagement_message", "system"],
  ["mode_change_message", "system"],
  ["donation_announcement", "system"],
  ["purchased_product_message", "system"],
  ["raid", "system"],
  ["unraid", "system"],
  ["ritual", "system"],
  ["notice", "system"],
]);

/** What the tool writes beside messages; each is counted by its name. */
const events = new Set([
  ...["placeholder_item", "deleted_message", "delete_message", "ban_user", "clear_chat", "banner", "banner_header"],
  ...["remove_banner", "tooltip", "room_state", "user_state", "host_target", "bits_badge_tier", "reconnect"],
]);

/**
 * One row of chat-downloader, in its early form (`author` a name, `amount` a text) or its late one (`author` an object,
 * `message_type`), as a message without its time; undefined for a row that is none, which is counted.
 */
export function readChatDownloaderRow(row: unknown, report: ReadReport): Omit<RawMessage, "index"> | undefined {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return skip(report, "bad-row");
  const kind = kindOf(row, report);
  if (kind === undefined) return undefined;
  const id = textOf(dig(row, "message_id"));
  const authorId = textOf(dig(row, "author", "id")) ?? textOf(dig(row, "author_id"));
  const name = textOf(dig(row, "author", "name")) ?? textOf(dig(row, "author", "display_name"));
  const title = textOf(dig(row, "header_primary_text")) ?? textOf(dig(row, "header_secondary_text"));
  const emotes = listOf(dig(row, "emotes"))
    .filter((emote) => dig(emote, "is_custom_emoji") !== false)
    .flatMap((emote) => textOf(dig(emote, "shortcuts", "0")) ?? textOf(dig(emote, "name")) ?? []);
  return {
    ...(id ? { id } : {}),
    author: { name: name ?? textOf(dig(row, "author")) ?? "", ...(authorId ? { id: authorId } : {}) },
    roles: roles(dig(row, "author", "badges") ?? dig(row, "badges")),
    kind,
    ...money(row, report),
    text: textOf(dig(row, "message")) ?? title ?? "",
    ...(emotes.length > 0 ? { emotes } : {}),
  };
}

/** True for the second appearance of a message, in the ticker above the chat. */
export function isTicker(row: unknown): boolean {
  const type = textOf(dig(row, "message_type"));
  return type?.startsWith("ticker_") ?? numberOf(dig(row, "ticker_duration")) !== undefined;
}

function kindOf(row: object, report: ReadReport): MessageKind | undefined {
  const type = textOf(dig(row, "message_type"));
  const paid = dig(row, "money") ?? dig(row, "amount") ?? dig(row, "bits") ?? undefined;
  // Of the early form, only a paid text has a header above its body.
  const early = dig(row, "header_color") === undefined && dig(row, "body_color") !== undefined ? "sticker" : "paid";
  if (type === undefined) return paid === undefined ? "text" : early;
  const kind = kinds.get(type);
  if (kind === undefined) {
    if (events.has(type)) count(report.skipped, type === "placeholder_item" ? "placeholder" : type);
    else {
      countUnknownName(type, "message_type.", report);
      count(report.skipped, "unknown-type");
    }
  }
  return kind === "text" && paid !== undefined ? "paid" : kind;
}

function money(row: object, report: ReadReport): { amount?: number; currency?: string } {
  const bits = numberOf(dig(row, "bits"));
  if (bits !== undefined && bits > 0) return { amount: bits, currency: "BITS" };
  const shown = textOf(dig(row, "money", "text")) ?? textOf(dig(row, "amount"));
  if (shown === undefined) return {};
  const found = parseMoney(shown);
  if (found?.known !== true && report.noted) count(report.noted, found ? "unknown-currency" : "unreadable-amount");
  return found ? { amount: found.amount, currency: found.currency } : {};
}

const youtubeRoles = new Set(["owner", "moderator", "verified"]);

/** Early rows have one English text for all badges; late ones a list whose icons are named, but for members' images. */
function roles(badges: unknown): string[] {
  const names =
    typeof badges === "string"
      ? badges.split(", ")
      : listOf(badges).flatMap(
          (badge) => textOf(dig(badge, "icon_name")) ?? textOf(dig(badge, "name")) ?? textOf(dig(badge, "title")) ?? [],
        );
  const found: string[] = [];
  for (const badge of names.map((name) => name.toLowerCase())) {
    const role = /^(new )?member\b/.test(badge) ? "member" : youtubeRoles.has(badge) ? badge : undefined;
    if (role === undefined) addTwitchRole(found, badge);
    else if (!found.includes(role)) found.push(role);
  }
  return found;
}
