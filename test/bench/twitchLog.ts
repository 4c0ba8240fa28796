import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { type Random, seededRandom } from "#lib/effects/index.ts";

/** What a synthetic TwitchDownloader file holds; the same settings give the same bytes. */
export interface TwitchLogSettings {
  messages: number;
  seed: string;
  /** Different people; one for 40 messages unless given. */
  authors?: number;
  /** Every n-th comment is written a second time, as overlapping pages leave it; 0 for never. */
  duplicateEvery?: number;
  /** Comments are shuffled within blocks of this many; 0 keeps the order of time. */
  shuffleBlock?: number;
}

const durationSeconds = 6 * 3600;
const words =
  "the stream is so good today we love this game what a play no way that was close try again left door open chat help him run wow nice one more time hello everyone from work again music loud please volume mic quiet boss fight soon health low potion use it now lol yes maybe never seen before first run blind big brain small brain classic moment clip that".split(
    " ",
  );
const emotes = ["vibeWave", "vibeLol", "vibeHype", "vibeSad", "PogTower", "KappaLike", "gladCat", "slowClap"];
const badges = ["subscriber", "premium", "vip", "moderator", "turbo", "bits-charity", "glhf-pledge", "founder"];

/**
 * A TwitchDownloader file (version 1.4) of invented chat, in pieces of text: comments of about 1 KB with the fields,
 * badges, emotes, bits and notices of real ones, a few of the authors writing most of them.
 */
export function* twitchLog(settings: TwitchLogSettings): Generator<string> {
  const random = seededRandom(settings.seed);
  const authors = Array.from({ length: settings.authors ?? Math.ceil(settings.messages / 40) }, (_, at) =>
    commenter(at, random),
  );
  const duplicateEvery = settings.duplicateEvery ?? 0;
  yield `{"FileInfo":{"Version":{"Major":1,"Minor":4,"Patch":0},"CreatedAt":"2026-01-02T00:00:00Z"},"streamer":{"name":"streamer_one","login":"streamer_one","id":9001},"clipper":null,"video":{"title":"A long evening","id":"2000000001","created_at":"2026-01-01T00:00:00Z","start":0,"end":${durationSeconds},"length":${durationSeconds}},"comments":[`;
  let block: string[] = [];
  let separator = "";
  for (let at = 0; at < settings.messages; at++) {
    const text = comment(at, settings, authors, random);
    block.push(text);
    if (duplicateEvery > 0 && at % duplicateEvery === duplicateEvery - 1) block.push(text);
    if (block.length < Math.max(64, settings.shuffleBlock ?? 0) && at < settings.messages - 1) continue;
    yield separator + (settings.shuffleBlock ? random.shuffle(block) : block).join(",");
    separator = ",";
    block = [];
  }
  yield '],"embeddedData":{"thirdParty":[],"firstParty":[],"twitchBadges":[],"twitchBits":[]}}';
}

/** Writes a synthetic TwitchDownloader file without ever holding it; returns its size in bytes. */
export async function writeTwitchLog(path: string, settings: TwitchLogSettings): Promise<number> {
  const out = createWriteStream(path);
  for (const piece of twitchLog(settings))
    if (!out.write(piece)) await new Promise<void>((resolve) => out.once("drain", resolve));
  out.end();
  await finished(out);
  return out.bytesWritten;
}

function phrase(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.pick(words)).join(" ");
}

function hex(length: number, random: Random): string {
  let text = "";
  while (text.length < length) text += random.below(0x100000000).toString(16).padStart(8, "0");
  return text.slice(0, length);
}

function commenter(at: number, random: Random): string {
  const name = `viewer_${at.toString(36)}`;
  return JSON.stringify({
    display_name: name.replace("v", "V"),
    _id: String(10_000_000 + at),
    name,
    type: "user",
    bio: random.next() < 0.3 ? null : phrase(12 + random.below(30), random),
    created_at: `20${14 + random.below(10)}-0${1 + random.below(9)}-1${random.below(9)}T0${random.below(9)}:11:12.${random.below(1e6)}Z`,
    updated_at: `2026-01-01T0${random.below(9)}:11:12.${random.below(1e6)}Z`,
    logo: `https://images.invalid/jtv_user_pictures/${hex(8, random)}-${hex(4, random)}-${hex(12, random)}-profile_image-300x300.png`,
  });
}

function comment(at: number, settings: TwitchLogSettings, authors: readonly string[], random: Random): string {
  const seconds = (at / settings.messages) * durationSeconds;
  const stamp = new Date(Date.UTC(2026, 0, 1) + Math.round(seconds * 1000)).toISOString();
  const text = phrase(1 + Math.floor(random.next() ** 2 * 14), random);
  const emote = random.next() < 0.3 ? random.pick(emotes) : undefined;
  const bits = random.next() < 0.005 ? 100 * (1 + random.below(20)) : 0;
  const badge = random.next() < 0.7 ? `[{"_id":"${random.pick(badges)}","version":"${1 + random.below(24)}"}]` : "null";
  const notice = random.next() < 0.007 ? '{"msg-id":"resub","msg-param-cumulative-months":"8"}' : '{"msg-id":null}';
  const body = emote === undefined ? text : `${text} ${emote}`;
  const parts = [`{"text":"${emote === undefined ? text : `${text} `}","emoticon":null}`];
  if (emote !== undefined)
    parts.push(`{"text":"${emote}","emoticon":{"emoticon_id":"emotesv2_${emote.length}","emoticon_set_id":""}}`);
  const places =
    emote === undefined
      ? "[]"
      : `[{"_id":"emotesv2_${emote.length}","begin":${text.length + 1},"end":${body.length - 1}}]`;
  return (
    `{"_id":"${hex(8, random)}-${hex(4, random)}-4${hex(3, random)}-${hex(12, random)}-${at}","created_at":"${stamp}","updated_at":"${stamp}","channel_id":"9001",` +
    `"content_type":"video","content_id":"2000000001","content_offset_seconds":${Math.floor(seconds)},` +
    `"commenter":${authors[Math.floor(random.next() ** 3 * authors.length)]},"source":"chat","state":"published",` +
    `"message":{"body":"${body}","bits_spent":${bits},"fragments":[${parts.join(",")}],"is_action":false,` +
    `"user_badges":${badge},"user_color":"#${hex(6, random)}","user_notice_params":${notice},"emoticons":${places}}}`
  );
}
