import type { MessageKind } from "#lib/records/index.ts";

/** The `msg-id` of Twitch's USERNOTICE (dev.twitch.tv/docs/chat/irc); announcements, raids and new ones are `system`. */
const kinds: ReadonlyMap<string, MessageKind> = new Map([
  ["sub", "membership"],
  ["resub", "membership"],
  ["extendsub", "membership"],
  ["primepaidupgrade", "membership"],
  ["giftpaidupgrade", "membership"],
  ["anongiftpaidupgrade", "membership"],
  ["subgift", "gift"],
  ["anonsubgift", "gift"],
  ["submysterygift", "gift"],
  ["anonsubmysterygift", "gift"],
  ["standardpayforward", "gift"],
  ["communitypayforward", "gift"],
  ["rewardgift", "gift"],
  ["primecommunitygiftreceived", "gift"],
  ["charitydonation", "paid"],
  ["highlighted-message", "text"],
  ["skip-subs-mode-message", "text"],
  ["animated-message", "text"],
  ["gigantified-emote-message", "text"],
]);

/** What Twitch writes of a gift, up to the end of its first sentence. */
const gift =
  /^(?:An anonymous user|[\p{L}\p{N}_]{1,25}) (?:gifted (?:a|\d{1,3}) |is (?:continuing|paying forward) the Gift )[^!.]{1,120}[!.]/u;
const receiver = / (to|from) (?!(?:the|an) )(?=[\p{L}\p{N}_]{1,25}(?:[!.]| to ))/gu;

/**
 * The text of a message with an "@" before the names that Twitch itself wrote into it as those who gave or were given a
 * subscription, so that they are mentions like any other.
 *
 * @example
 * markGiftNames("viewer_a gifted a Tier 1 sub to viewer_b!"); // => "viewer_a gifted a Tier 1 sub to @viewer_b!"
 */
export function markGiftNames(text: string): string {
  const notice = gift.exec(text)?.[0];
  return notice === undefined ? text : notice.replace(receiver, " $1 @") + text.slice(notice.length);
}

/** What a Twitch notice is by its `msg-id`. */
export function kindOfTwitchNotice(id: string): MessageKind {
  return kinds.get(id) ?? "system";
}
