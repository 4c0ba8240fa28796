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

/** What a Twitch notice is by its `msg-id`. */
export function kindOfTwitchNotice(id: string): MessageKind {
  return kinds.get(id) ?? "system";
}
