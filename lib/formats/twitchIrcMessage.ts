import type { RawMessage, ReadReport } from "./contract.ts";
import { countUnknownName } from "./countUnknown.ts";
import type { IrcLine } from "./ircLine.ts";
import { skip } from "./skip.ts";
import { kindOfTwitchNotice } from "./twitchNotice.ts";
import { addTwitchRole } from "./twitchRoles.ts";

const knownTags = new Set(
  "badge-info badges bits client-nonce color custom-reward-id display-name emote-only emotes first-msg flags historical id login mod msg-id returning-chatter room-id sent-ts subscriber system-msg tmi-sent-ts turbo user-id user-type vip".split(
    " ",
  ),
);
const knownFamilies = /^(?:msg-param|reply-parent|reply-thread|source|pinned-chat-paid|rm|target)-/;

/**
 * The message in a line of Twitch IRC: PRIVMSG, and USERNOTICE for subscriptions, gifts and announcements, of which the
 * text is what the person wrote. Other commands are counted (`not-a-message`). It is sent at the server's own time
 * (`tmi-sent-ts`), else at the logger's; without either it is counted (`missing-time`).
 *
 * @param loggedAt the time that a logger wrote before the line
 */
export function twitchIrcMessage(
  line: IrcLine,
  index: number,
  loggedAt: string | undefined,
  report: ReadReport,
): RawMessage | undefined {
  const { tags, command } = line;
  if (command !== "PRIVMSG" && command !== "USERNOTICE") return skip(report, "not-a-message");
  for (const tag of tags.keys())
    if (!knownTags.has(tag) && !knownFamilies.test(tag)) countUnknownName(tag, "tags.", report);
  const sentAt = timeOf(tags.get("tmi-sent-ts") ?? tags.get("rm-received-ts")) ?? loggedAt;
  if (sentAt === undefined) return skip(report, "missing-time");
  const text = line.text.replace(/^\u0001ACTION (.*?)\u0001?$/s, "$1");
  const name = tags.get("display-name") || tags.get("login") || line.nick;
  const message: RawMessage = { index, sentAt, author: { name }, roles: [], kind: "text", text };
  const id = tags.get("id");
  const userId = tags.get("user-id");
  if (id) message.id = id;
  if (userId) message.author.id = userId;
  for (const badge of tags.get("badges")?.split(",") ?? []) addTwitchRole(message.roles, badge.split("/")[0]);
  if (command === "USERNOTICE") message.kind = kindOfTwitchNotice(tags.get("msg-id") ?? "");
  const paid = paidOf(tags);
  if (paid) Object.assign(message, paid);
  const emotes = emotesOf(tags.get("emotes") ?? "", text);
  if (emotes.length > 0) message.emotes = emotes;
  return message;
}

function timeOf(epochMs: string | undefined): string | undefined {
  return epochMs && /^\d{12,14}$/.test(epochMs) ? new Date(Number(epochMs)).toISOString() : undefined;
}

/** What was paid: bits, a pinned message, or a donation, the latter two in the smallest unit of their currency. */
function paidOf(tags: Map<string, string>): Pick<RawMessage, "kind" | "amount" | "currency"> | undefined {
  const bits = Number(tags.get("bits") ?? 0);
  if (bits > 0 && Number.isFinite(bits)) return { kind: "paid", amount: bits, currency: "BITS" };
  for (const family of ["pinned-chat-paid", "msg-param-donation"]) {
    const amount = Number(tags.get(`${family}-amount`));
    const exponent = Number(tags.get(`${family}-exponent`) ?? tags.get("msg-param-exponent") ?? 0);
    const currency = tags.get(`${family}-currency`) ?? "";
    if (amount > 0 && Number.isFinite(amount) && exponent >= 0 && exponent < 5 && /^[A-Z]{3}$/.test(currency))
      return { kind: "paid", amount: amount / 10 ** exponent, currency };
  }
  return undefined;
}

/** The names of the emotes, each once, cut out of the text by the places in `25:0-4,12-16/1902:6-10` (code points). */
function emotesOf(places: string, text: string): string[] {
  if (places === "") return [];
  const points = Array.from(text);
  const names = new Set<string>();
  for (const emote of places.split("/")) {
    const [, from, to] = /:(\d{1,5})-(\d{1,5})/.exec(emote) ?? [];
    const name = points.slice(Number(from), Number(to) + 1).join("");
    if (name !== "") names.add(name);
  }
  return [...names];
}
