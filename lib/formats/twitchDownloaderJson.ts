import { InputError } from "#lib/errors.ts";
import type { ByteStream, ChatFormat, Head, RawMessage, ReadOptions, ReadReport } from "./contract.ts";
import { countUnknown } from "./countUnknown.ts";
import { isoTimeOf } from "./isoTime.ts";
import { dig, numberOf, textOf } from "./jsonValue.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { twitchComment } from "./twitchComment.ts";

const knownTop = new Set(["FileInfo", "streamer", "clipper", "video", "embeddedData", "emotes"]);
const knownVideo = new Set(
  "id title description created_at start end length viewCount game chapters stream_id user_id user_login user_name published_at url thumbnail_url viewable view_count language type duration muted_segments".split(
    " ",
  ),
);

/**
 * The JSON of TwitchDownloader (github.com/lay295/TwitchDownloader): file version 1, the older form of `video` and
 * `comments` alone, and the bare array of comments.
 */
export const twitchDownloaderJson: ChatFormat = { name: "twitchdownloader-json", holds: "chat", recognise, read };

function recognise({ text }: Head): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  if (/^\s*\{/.test(text) && !/"comments"\s*:/.test(text)) return false;
  return /"content_offset_seconds"\s*:/.test(text) || /"FileInfo"\s*:/.test(text);
}

async function* read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawMessage[]> {
  const onField = (key: string, value: unknown) => takeField(key, value, report, options.file);
  let index = 0;
  for await (const comments of readJsonArray(bytes, { key: "comments", onField }, report, options)) {
    if (index === 0) takeFirst(comments[0], report);
    const messages: RawMessage[] = [];
    for (const comment of comments) {
      const message = twitchComment(comment, index++, report);
      if (message) messages.push(message);
    }
    if (messages.length > 0) yield messages;
  }
}

/** What a bare array says of its video: the comments name it. */
function takeFirst(comment: unknown, { video }: ReadReport): void {
  const id = textOf(dig(comment, "content_id"));
  const channelId = textOf(dig(comment, "channel_id"));
  if (id && video.id === undefined) video.id = id;
  if (channelId && video.channelId === undefined) video.channelId = channelId;
}

function takeField(key: string, value: unknown, report: ReadReport, file: string): void {
  if (!knownTop.has(key)) countUnknown({ [key]: value }, knownTop, "", report);
  else if (key === "FileInfo") takeFileInfo(value, report, file);
  else if (key === "video") takeVideo(value, report);
  else if (key === "streamer") {
    const id = textOf(dig(value, "id"));
    if (id) report.video.channelId = id;
  }
}

function takeFileInfo(value: unknown, { video }: ReadReport, file: string): void {
  const part = (name: string, missing: number) => numberOf(dig(value, "Version", name)) ?? missing;
  const version = `${part("Major", 1)}.${part("Minor", 0)}.${part("Patch", 0)}`;
  if (part("Major", 1) !== 1)
    throw new InputError(
      `${file}: expected a TwitchDownloader file of version 1, found version ${version}. ` +
        "Convert it with the TwitchDownloader that wrote it, or describe its fields with --map FILE.",
    );
  const collectedAt = isoTimeOf(dig(value, "CreatedAt"));
  video.source = { tool: "TwitchDownloader", version, basis: "import", ...(collectedAt ? { collectedAt } : {}) };
}

function takeVideo(value: unknown, report: ReadReport): void {
  if (typeof value !== "object" || value === null) return;
  countUnknown(value, knownVideo, "video.", report);
  const { video } = report;
  const id = textOf(dig(value, "id"));
  const title = textOf(dig(value, "title"));
  const language = textOf(dig(value, "language"));
  const channelId = textOf(dig(value, "user_id"));
  const startedAt = isoTimeOf(dig(value, "created_at"));
  const views = numberOf(dig(value, "view_count")) ?? numberOf(dig(value, "viewCount"));
  const durationMs = (numberOf(dig(value, "length")) ?? secondsOf(textOf(dig(value, "duration")) ?? "")) * 1000;
  if (id) video.id = id;
  if (title) video.title = title;
  if (language) video.language = language;
  if (channelId) video.channelId = channelId;
  if (startedAt) video.startedAt = startedAt;
  if (views !== undefined && Number.isSafeInteger(views) && views >= 0) video.viewCount = views;
  if (Number.isSafeInteger(Math.round(durationMs)) && durationMs > 0) video.durationMs = Math.round(durationMs);
}

/** Seconds of a duration such as `1h2m3s`, 0 when it is none. */
function secondsOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
}
