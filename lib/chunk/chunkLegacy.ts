import type { ChatMessage, Chunk, ChunkLine, Platform, Utterance, VideoKey } from "#lib/records/index.ts";
import { codePointLength } from "#lib/text/index.ts";
import { countLines } from "./countLines.ts";
import { legacyText, missingInPandas } from "./legacyText.ts";

/** A chunk of the original: `lines` is its combined file, `chatOnly` its chat-only file, which may hold blank lines. */
export type LegacyChunk = Chunk & { chatOnly: ChunkLine[] };

/** What the original did by mistake, each as it was unless said otherwise. */
export interface LegacyQuirks {
  /** Twitch: every message is at second 0, because the field that TwitchDownloader writes was not read. Default true. */
  twitchZeroOffset?: boolean;
  /** Speech is at second 0, as when a speech CSV had the time convention that the notebook did not read. Default false. */
  speechAtZero?: boolean;
  /** Pococha: a missing text is the word `nan` under pandas 2 and empty under pandas 3. Default 3. */
  pandas?: 2 | 3;
}

/** How a platform's notebook differs; see `chunkLegacy`. */
interface Habit {
  textMessagesOnly: boolean;
  minChatChars: number;
  keepsBlankChat: boolean;
  chatIsCsv: boolean;
  speechIsCsv: boolean;
}

const plain: Habit = {
  textMessagesOnly: false,
  minChatChars: 0,
  keepsBlankChat: false,
  chatIsCsv: false,
  speechIsCsv: false,
};
const habits: Record<Platform, Habit> = {
  youtube: { ...plain, textMessagesOnly: true, minChatChars: 100 },
  twitch: { ...plain, speechIsCsv: true },
  pococha: { ...plain, keepsBlankChat: true, chatIsCsv: true, speechIsCsv: true },
  other: plain,
};

interface Item {
  t: number;
  order: number;
  line: ChunkLine;
}

/**
 * The chunks as the original notebooks cut them: whole seconds (negative ones become 0), windows of 600 s by the start
 * of a record alone, chat before speech within a second, then the order of the file.
 *
 * - YouTube keeps text messages only, drops blank lines, and writes a chunk only when its chat has at least 100 code
 *   points.
 * - Twitch puts every message at second 0 (`twitchZeroOffset`) and keeps a missing transcription as the word `nan`.
 * - Pococha loses comments that pandas takes for missing ("NA", "null"); blank ones stay in the chat-only file alone.
 * - Other platforms have no notebook and get the common rules.
 *
 * Exact for records that hold the times and texts that the notebooks read. Two things happen before: an import rounds
 * times to milliseconds, and it may have masked names in a text. Unicode emoji, which the YouTube notebook wrote as
 * shortcodes, are given by `textOf` where a reader knows them.
 */
export function chunkLegacy(input: {
  video: VideoKey;
  messages: readonly ChatMessage[];
  utterances: readonly Utterance[];
  windowSeconds?: number;
  quirks?: LegacyQuirks;
  textOf?: (message: ChatMessage) => string;
  /** Counts what belongs to no chunk, by reason. */
  left?: Map<string, number>;
}): LegacyChunk[] {
  const { video, messages, utterances, windowSeconds = 600, quirks = {}, textOf = (message) => message.text } = input;
  const leave = (reason: string, lines = 1) => input.left?.set(reason, (input.left.get(reason) ?? 0) + lines);
  const habit = habits[video.platform];
  const csvText = (text: string, isCsv: boolean) => {
    if (!isCsv || !missingInPandas(text)) return legacyText(text);
    return video.platform === "twitch" || quirks.pandas === 2 ? "nan" : "";
  };
  const secondOf = (ms: number) => Math.max(0, Math.floor(ms / 1000));
  const zeroOffset = video.platform === "twitch" && quirks.twitchZeroOffset !== false;

  const indexOf = (t: number) => Math.floor(t / windowSeconds) + 1;
  const chat: (Item & { message: ChatMessage })[] = [];
  const leftOut = new Map<number, number>();
  for (const message of messages) {
    const t = zeroOffset ? 0 : secondOf(message.atMs);
    const text = csvText(textOf(message), habit.chatIsCsv);
    const otherKind = habit.textMessagesOnly && message.kind !== "text";
    if (otherKind || (text === "" && !habit.keepsBlankChat)) {
      leave(otherKind ? `kind ${message.kind}` : "no text");
      leftOut.set(indexOf(t), (leftOut.get(indexOf(t)) ?? 0) + 1);
    } else {
      const line: ChunkLine = { source: "CHAT", ref: message.id, atMs: message.atMs, text };
      chat.push({ t, order: message.origin.index, line, message });
    }
  }
  const speech: Item[] = [];
  for (const [order, { id, startMs, text: said }] of utterances.entries()) {
    const text = csvText(said, habit.speechIsCsv);
    const t = quirks.speechAtZero ? 0 : secondOf(startMs);
    if (text === "") leave("speech without text");
    else speech.push({ t, order, line: { source: "SPEECH", ref: id, atMs: startMs, text } });
  }
  const byFile = (a: Item, b: Item) => a.t - b.t || a.order - b.order;
  chat.sort(byFile);
  const combined = [...chat.filter((each) => each.line.text !== ""), ...speech.sort(byFile)].sort((a, b) => a.t - b.t);

  const known = new Map(utterances.map((each) => [each.id, each]));
  const chunks: LegacyChunk[] = [];
  const grouped = new Map<number, { lines: ChunkLine[]; chatOnly: ChunkLine[] }>();
  const groupOf = (t: number) => {
    const group = grouped.get(indexOf(t)) ?? { lines: [], chatOnly: [] };
    grouped.set(indexOf(t), group);
    return group;
  };
  for (const { t, line } of combined) groupOf(t).lines.push(line);
  for (const { t, line } of chat) groupOf(t).chatOnly.push(line);
  for (const [index, { lines, chatOnly }] of [...grouped].sort(([a], [b]) => a - b)) {
    const chatChars = chatOnly.reduce((sum, line) => sum + codePointLength(line.text), 0);
    if (chatChars < habit.minChatChars) {
      leave(`in a window with less than ${habit.minChatChars} characters of chat`, lines.length);
      continue;
    }
    const startMs = (index - 1) * windowSeconds * 1000;
    chunks.push({
      video: { platform: video.platform, id: video.id },
      index,
      startMs,
      endMs: startMs + windowSeconds * 1000,
      lines,
      counts: countLines(lines, known, leftOut.get(index) ?? 0),
      chatOnly,
    });
  }
  return chunks;
}
