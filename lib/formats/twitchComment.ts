import type { RawMessage, ReadReport } from "./contract.ts";
import { countUnknown } from "./countUnknown.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { skip } from "./skip.ts";
import { kindOfTwitchNotice, markGiftNames } from "./twitchNotice.ts";
import { addTwitchRole } from "./twitchRoles.ts";

type Json = Record<string, unknown>;

const known = {
  comment: new Set(
    ["_id", "created_at", "updated_at", "channel_id", "content_type", "content_id", "content_offset_seconds"].concat([
      "commenter",
      "source",
      "state",
      "message",
      "more_replies",
    ]),
  ),
  commenter: new Set(["display_name", "_id", "name", "type", "bio", "created_at", "updated_at", "logo"]),
  message: new Set([
    "body",
    "bits_spent",
    "fragments",
    "is_action",
    "user_badges",
    "user_color",
    "user_notice_params",
    "emoticons",
  ]),
};

/**
 * A comment as Twitch's former API gave it and TwitchDownloader writes it to this day: its offset in seconds from the start
 * of the whole video, also where the video was cut. Without an offset or a message it is counted (`bad-offset`,
 * `missing-message`) and undefined. The author of a deleted account has no name.
 */
export function twitchComment(comment: unknown, index: number, report: ReadReport): RawMessage | undefined {
  if (!isRecord(comment)) return skip(report, "bad-row");
  countUnknown(comment, known.comment, "comments[].", report);
  const atMs = offsetOfSeconds(comment.content_offset_seconds);
  if (atMs === undefined) return skip(report, "bad-offset");
  const { message, commenter } = comment;
  if (!isRecord(message)) return skip(report, "missing-message");
  countUnknown(message, known.message, "comments[].message.", report);
  const fragments = Array.isArray(message.fragments) ? message.fragments : [];
  const text = typeof message.body === "string" ? message.body : textOfFragments(fragments);
  if (text === undefined) return skip(report, "missing-message");
  const raw: RawMessage = { index, atMs, author: { name: "" }, roles: [], kind: "text", text };
  if (typeof comment._id === "string" && comment._id !== "") raw.id = comment._id;
  if (isRecord(commenter)) {
    countUnknown(commenter, known.commenter, "comments[].commenter.", report);
    const { display_name: shown, name, _id: id } = commenter;
    raw.author.name = typeof shown === "string" && shown !== "" ? shown : typeof name === "string" ? name : "";
    if (typeof id === "string" && id !== "") raw.author.id = id;
  }
  if (Array.isArray(message.user_badges))
    for (const badge of message.user_badges) if (isRecord(badge)) addTwitchRole(raw.roles, badge._id);
  const notice = noticeOf(message.user_notice_params);
  if (notice !== undefined) raw.kind = kindOfTwitchNotice(notice);
  const bits = message.bits_spent;
  if (typeof bits === "number" && bits > 0 && Number.isFinite(bits)) {
    raw.kind = "paid";
    raw.amount = bits;
    raw.currency = "BITS";
  }
  const emotes = emotesOf(fragments, text, message.emoticons);
  if (emotes) raw.emotes = emotes;
  raw.text = markGiftNames(text);
  return raw;
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOfFragments(fragments: readonly unknown[]): string | undefined {
  if (fragments.length === 0) return undefined;
  return fragments.map((part) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join("");
}

/** The `msg-id` of a notice, under any of the names that programs gave it. */
function noticeOf(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const id = params["msg-id"] ?? params.msg_id ?? params.msgid;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** The names of the emotes, each once: of the fragments that are one, else cut out of the text by the emotes' places. */
function emotesOf(fragments: readonly unknown[], text: string, places: unknown): string[] | undefined {
  let emotes: string[] | undefined;
  const add = (name: unknown) => {
    if (typeof name !== "string" || name.trim() === "") return;
    emotes ??= [];
    if (!emotes.includes(name.trim())) emotes.push(name.trim());
  };
  for (const part of fragments) if (isRecord(part) && isRecord(part.emoticon)) add(part.text);
  if (fragments.length > 0 || !Array.isArray(places)) return emotes;
  const points = Array.from(text);
  for (const place of places)
    if (isRecord(place) && typeof place.begin === "number" && typeof place.end === "number")
      add(points.slice(Math.max(0, place.begin), place.end + 1).join(""));
  return emotes;
}
