import type { ByteStream, ChatFormat, Head, RawMessage, ReadOptions, ReadReport } from "./contract.ts";
import { type CsvRow, csvHeader, readCsvRows } from "./csvColumns.ts";
import { isoTimeOf } from "./isoTime.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { skip } from "./skip.ts";

const names = {
  text: ["body", "message", "message.body", "attributes.message"],
  seconds: ["offset", "content_offset_seconds"],
  milliseconds: ["video-offset", "video_offset", "attributes.video-offset"],
  sentAt: ["created_at"],
  authorId: ["commenter_id", "commenter._id", "user-id", "user_id", "attributes.tags.user-id"],
  author: [
    "commenter_name",
    "commenter.display_name",
    "display-name",
    "attributes.tags.display-name",
    "commenter",
    "from",
    "attributes.from",
  ],
  id: ["_id", "id", "comment_id"],
  video: ["video_id", "content_id"],
  channel: ["channel_id"],
  deleted: ["deleted", "attributes.deleted"],
};
const known = new Set([...Object.values(names).flat(), "unnamed: 0", "commenter_type", "updated_at", "fragments"]);

/**
 * The CSV that research uses for Twitch's replayed chat: one row a comment, columns after the fields of the comments API
 * (`body, channel_id, commenter_id, commenter_type, created_at, fragments, offset, updated_at, video_id`, as in the Harvard
 * Dataverse set doi:10.7910/DVN/VE0IVQ) or of the ReChat API before it (`from, message, video-offset` in milliseconds). A file
 * with the comments of several videos is read for `options.video`; the others are counted (`other-video`).
 */
export const rechatCsv: ChatFormat = { name: "rechat-csv", holds: "chat", recognise, read };

function recognise(head: Head): boolean {
  const header = csvHeader(head);
  const has = (columns: readonly string[]) => columns.some((name) => header.includes(name));
  return (
    has(names.text) && (has(names.seconds) || has(names.milliseconds)) && (has(names.author) || has(names.authorId))
  );
}

async function* read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawMessage[]> {
  let index = 0;
  for await (const rows of readCsvRows(bytes, { separator: ",", known }, report)) {
    const messages: RawMessage[] = [];
    for (const row of rows) {
      const message = messageOf(row, index++, report, options);
      if (message) messages.push(message);
    }
    if (messages.length > 0) yield messages;
  }
}

function messageOf(row: CsvRow, index: number, report: ReadReport, options: ReadOptions): RawMessage | undefined {
  const video = row(...names.video);
  if (video && options.video !== undefined && video !== options.video) return skip(report, "other-video");
  if (/^true$/i.test(row(...names.deleted) ?? "")) return skip(report, "deleted");
  const text = row(...names.text);
  if (text === undefined) return skip(report, "missing-message");
  const ms = row(...names.milliseconds);
  const atMs = offsetOfSeconds(ms === undefined ? row(...names.seconds) : Number(ms.trim() || Number.NaN) / 1000);
  if (atMs === undefined) return skip(report, "bad-offset");
  if (video) report.video.id ??= video;
  const channelId = row(...names.channel);
  if (channelId) report.video.channelId ??= channelId;
  const message: RawMessage = {
    index,
    atMs,
    author: { name: row(...names.author) ?? "" },
    roles: [],
    kind: "text",
    text,
  };
  const id = row(...names.id);
  const authorId = row(...names.authorId);
  const sentAt = isoTimeOf(row(...names.sentAt));
  if (id) message.id = id;
  if (authorId) message.author.id = authorId;
  if (sentAt) message.sentAt = sentAt;
  return message;
}
