import type { RawMessage } from "#lib/formats/index.ts";
import type { Video } from "#lib/records/index.ts";
import { asEvents, literal, sentMs } from "./writable.ts";

const holds = { kinds: ["text", "paid", "membership", "gift", "system"], format: "TwitchDownloader JSON" } as const;
const notices: Readonly<Record<string, string>> = {
  membership: "resub",
  gift: "submysterygift",
  system: "announcement",
};
const badges: Readonly<Record<string, string>> = { bot: "bot-badge" };
const colors = ["#1E90FF", "#FF7F50", "#9ACD32", "#8A2BE2", "#DAA520", "#FF69B4"] as const;

/**
 * A chat as TwitchDownloader saves it (file version 1.4): one object with `video` and `comments`, offsets in whole
 * seconds. Stickers and messages before the start have no place in it.
 *
 * @throws InputError for such a message
 */
export function* writeTwitchDownloaderJson(video: Video, messages: Iterable<RawMessage>): Iterable<string> {
  const startedAt = new Date(sentMs(video, 0)).toISOString();
  const seconds = Math.ceil((video.durationMs ?? 0) / 1000);
  const login = video.channelId ?? "simulated";
  const head = {
    FileInfo: { Version: { Major: 1, Minor: 4, Patch: 0 }, VideoCreatedAt: startedAt },
    streamer: { name: login, login, id: login },
    clipper: null,
    video: { title: video.title ?? "", id: video.id, created_at: startedAt, start: 0, end: seconds, length: seconds },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"comments":[`;
  let first = true;
  for (const { message, id, atMs } of asEvents(video, messages, holds)) {
    yield `${first ? "\n" : ",\n"}${JSON.stringify(comment(message, { id, atMs, video, login }))}`;
    first = false;
  }
  yield `\n],"embeddedData":{"thirdParty":[],"firstParty":[],"twitchBadges":[],"twitchBits":[]}}\n`;
}

function comment(message: RawMessage, at: { id: string; atMs: number; video: Video; login: string }): object {
  const { author, roles, text, kind, amount } = message;
  const emotes = message.emotes ?? [];
  const notice = notices[kind];
  return {
    _id: at.id,
    created_at: new Date(sentMs(at.video, at.atMs)).toISOString(),
    channel_id: at.login,
    content_type: "video",
    content_id: at.video.id,
    content_offset_seconds: Math.floor(at.atMs / 1000),
    commenter: {
      display_name: author.name,
      _id: author.id ?? author.name,
      name: author.name.toLowerCase(),
    },
    message: {
      body: text,
      bits_spent: kind === "paid" ? (amount ?? 0) : 0,
      fragments: fragments(text, emotes),
      user_badges: roles.map((role) => ({ _id: badges[role] ?? role, version: "1" })),
      user_color: colors[Number((author.id ?? "").slice(-3)) % colors.length] ?? null,
      ...(notice !== undefined && { user_notice_params: { "msg-id": notice } }),
      emoticons: [],
    },
  };
}

/** The text cut at emotes, which stand between blanks. */
function fragments(text: string, emotes: readonly string[]): object[] {
  if (emotes.length === 0) return [{ text, emoticon: null }];
  const parts = text.split(new RegExp(`(?<![^ ])(${emotes.map(literal).join("|")})(?![^ ])`));
  return parts.flatMap((part, at) => {
    if (part === "") return [];
    return [{ text: part, emoticon: at % 2 === 0 ? null : { emoticon_id: `sim-${part}` } }];
  });
}
