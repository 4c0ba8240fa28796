import {
  type ByteStream,
  type ChatFormat,
  count,
  type Head,
  type RawMessage,
  type ReadOptions,
  type ReadReport,
} from "./contract.ts";
import { countUnknown } from "./countUnknown.ts";
import { dig, listOf, textOf } from "./jsonValue.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";
import { skip } from "./skip.ts";
import { splitStart } from "./splitStart.ts";
import { addTwitchRole } from "./twitchRoles.ts";

const knownNode = new Set([
  "id",
  "commenter",
  "contentOffsetSeconds",
  "createdAt",
  "message",
  "updatedAt",
  "state",
  "__typename",
]);
const knownMessage = new Set(["fragments", "userBadges", "userColor", "__typename"]);

/** Pages of Twitch's GraphQL (`VideoCommentsByOffsetOrCursor`): one, an array of them, or one a line. */
export const twitchGql: ChatFormat = { name: "twitch-gql", holds: "chat", recognise, read };

function recognise({ text }: Head): boolean {
  if (!/^\s*[[{]/.test(text) || !/"video"\s*:/.test(text)) return false;
  return /"contentOffsetSeconds"\s*:/.test(text) || /"operationName"\s*:\s*"VideoCommentsByOffsetOrCursor"/.test(text);
}

async function* read(bytes: ByteStream, report: ReadReport, options: ReadOptions): AsyncIterable<RawMessage[]> {
  const { start, all } = await splitStart(bytes);
  const documents = start.trimStart().startsWith("[")
    ? readJsonArray(all, {}, report, options)
    : readJsonDocuments(all, report, options);
  let index = 0;
  for await (const pages of documents)
    for (const page of pages) {
      const messages: RawMessage[] = [];
      for (const edge of edgesOf(page, report)) {
        const message = messageOf(dig(edge, "node"), index++, report);
        if (message) messages.push(message);
      }
      if (messages.length > 0) yield messages;
    }
}

/** The comments of a page. A page without any is an answer of the server that says why not: counted as `empty-page`. */
function edgesOf(page: unknown, report: ReadReport): readonly unknown[] {
  const video = dig(page, "data", "video");
  const id = textOf(dig(video, "id"));
  const channelId = textOf(dig(video, "creator", "id"));
  if (id) report.video.id ??= id;
  if (channelId) report.video.channelId ??= channelId;
  const edges = dig(video, "comments", "edges");
  if (!Array.isArray(edges)) count(report.skipped, "empty-page");
  return listOf(edges);
}

function messageOf(node: unknown, index: number, report: ReadReport): RawMessage | undefined {
  const message = dig(node, "message");
  const fragments = listOf(dig(message, "fragments"));
  const atMs = offsetOfSeconds(dig(node, "contentOffsetSeconds"));
  if (typeof node !== "object" || node === null) return skip(report, "bad-row");
  countUnknown(node, knownNode, "node.", report);
  if (atMs === undefined) return skip(report, "bad-offset");
  if (typeof message !== "object" || message === null) return skip(report, "missing-message");
  countUnknown(message, knownMessage, "node.message.", report);
  const name = textOf(dig(node, "commenter", "displayName")) || textOf(dig(node, "commenter", "login")) || "";
  const raw: RawMessage = { index, atMs, author: { name }, roles: [], kind: "text", text: "" };
  const id = textOf(dig(node, "id"));
  const authorId = textOf(dig(node, "commenter", "id"));
  if (id) raw.id = id;
  if (authorId) raw.author.id = authorId;
  const emotes = new Set<string>();
  for (const fragment of fragments) {
    const text = textOf(dig(fragment, "text")) ?? "";
    raw.text += text;
    if (dig(fragment, "emote", "emoteID") !== undefined && text.trim() !== "") emotes.add(text.trim());
  }
  if (emotes.size > 0) raw.emotes = [...emotes];
  for (const badge of listOf(dig(message, "userBadges"))) addTwitchRole(raw.roles, dig(badge, "setID"));
  return raw;
}
