import { PermanentError } from "#lib/errors.ts";
import {
  type ByteStream,
  findFormat,
  openBytes,
  type PairRow,
  type RawMessage,
  type RawUtterance,
  type ReadReport,
  readHead,
} from "#lib/formats/index.ts";
import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import { chunkLegacy } from "./chunkLegacy.ts";
import { type ChunkText, chunkTexts } from "./chunkTexts.ts";

/** Where the raw files of a historical Twitch run lie; a store opened at its folder is one. */
export interface RawTree {
  readonly location: string;
  list(prefix: string): AsyncIterable<string>;
  read(name: string): AsyncIterable<Uint8Array>;
}

/** One stream, cut again. */
export interface RechunkedStream {
  readonly id: string;
  readonly texts: readonly ChunkText[];
  /** What the original's pairs table said of it, were it cut so. */
  readonly pairs: readonly PairRow[];
  readonly messages: number;
  /** Lines of chat in the original's first chunk, and in the fullest chunk now. */
  readonly firstChunkBefore: number;
  readonly fullestChunkNow: number;
}

const chatFile = /^(.*\/)?([^/]+)_chat\.json$/;
const speechFile = /^(.*\/)?whisper_\w+\/([^/]+)\.csv$/;

/**
 * Cuts the streams of a historical Twitch run again from their raw chat and speech, in the original's layout and by its
 * rules, but with each message at its own second: the original did not read TwitchDownloader's time and put the whole chat
 * into the first chunk (specification A1). A missing transcription is left out instead of becoming the word `nan` (A3).
 *
 * @param tree holds `.../raw/chat/{id}_chat.json` and `.../processed/whisper_tiny_csv/{id}.csv`
 * @returns a stream with both files at a time, and the ids that lack one of them at the end
 */
export async function* rechunkTwitch(tree: RawTree): AsyncGenerator<RechunkedStream, string[]> {
  const chats = new Map<string, string>();
  const speeches = new Map<string, string>();
  for await (const name of tree.list("")) {
    const [chat, speech] = [chatFile.exec(name), speechFile.exec(name)];
    if (chat) chats.set(chat[2]!, name);
    else if (speech) speeches.set(speech[2]!, name);
  }
  for (const [id, chat] of chats) {
    const speech = speeches.get(id);
    if (speech !== undefined) yield await rechunk(tree, id, chat, speech);
  }
  return [...chats.keys(), ...speeches.keys()].filter((id) => !chats.has(id) || !speeches.has(id)).sort();
}

async function rechunk(tree: RawTree, id: string, chat: string, speech: string): Promise<RechunkedStream> {
  const video = { platform: "twitch" as const, id };
  const messages: ChatMessage[] = [];
  const utterances: Utterance[] = [];
  for await (const { index, atMs, kind, text } of readRecords(tree, chat, "chat")) {
    if (atMs === undefined)
      throw new PermanentError(
        `${tree.location}/${chat}, message ${index}: expected a time from the start of the stream, found none. ` +
          "Import it with livecorpus import --start instead.",
      );
    const origin = { file: chat, index };
    messages.push({ id: `${index}`, atMs, author: "", roles: [], kind, text, origin });
  }
  for await (const { index, ...said } of readRecords(tree, speech, "speech"))
    utterances.push({ ...said, id: `${index}` });
  const before = chunkLegacy({ video, messages, utterances });
  // A platform without a notebook has the common rules and none of the faults.
  const now = chunkLegacy({ video: { platform: "other", id }, messages, utterances }).map((chunk) => ({
    ...chunk,
    video,
  }));
  const texts = [...chunkTexts(now)];
  const known = new Set(texts.map(({ path }) => path));
  return {
    id,
    texts,
    pairs: now.map(({ index }) => {
      const paths = (folder: string) => `twitch/${folder}/${id}_${index}.txt`;
      const chatOnlyPath = paths("comment_only");
      const pair = { videoId: id, index, combinedPath: paths("comment_speech_combined") };
      return known.has(chatOnlyPath) ? { ...pair, chatOnlyPath } : pair;
    }),
    messages: messages.length,
    firstChunkBefore: before.find(({ index }) => index === 1)?.chatOnly.length ?? 0,
    fullestChunkNow: Math.max(0, ...now.map(({ chatOnly }) => chatOnly.length)),
  };
}

function readRecords(tree: RawTree, name: string, holds: "chat"): AsyncIterable<RawMessage>;
function readRecords(tree: RawTree, name: string, holds: "speech"): AsyncIterable<RawUtterance>;
async function* readRecords(
  tree: RawTree,
  name: string,
  holds: "chat" | "speech",
): AsyncIterable<RawMessage | RawUtterance> {
  const file = `${tree.location}/${name}`;
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const options = { file, strict: false };
  const open = (): ByteStream => openBytes(tree.read(name), report, options);
  const format = findFormat(await readHead(open()), file);
  if (format.holds !== holds)
    throw new PermanentError(
      `${file}: expected ${holds}, found ${format.holds} (${format.name}). Put the right file there.`,
    );
  for await (const batch of format.read(open(), report, options)) yield* batch;
}
