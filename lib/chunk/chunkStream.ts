import type { ChatMessage, Chunk, ChunkLine, ChunkSettings, Utterance, VideoKey } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { type ChatFilter, defaultChatFilter, judgeChat } from "./chatFilter.ts";
import { countLines } from "./countLines.ts";
import { earliestLagMs, latestLagMs } from "./estimateLag.ts";
import { firstFrom } from "./firstFrom.ts";
import { fitLagHeldOut } from "./fitLagHeldOut.ts";
import { oneLine } from "./oneLine.ts";
import { speechPart } from "./speechPart.ts";
import { windowsAt, windowsUntil } from "./window.ts";

/** What a stream is cut from; `lagsMs` runs beside the windows and overrides `settings.lagSeconds`. */
export interface ChunkStreamInput {
  video: VideoKey;
  messages: readonly ChatMessage[];
  utterances: readonly Utterance[];
  settings: Pick<ChunkSettings, "windowSeconds" | "overlapSeconds" | "lagSeconds">;
  filter?: ChatFilter;
  /** Only for a lag of `auto`; guessed from the speech when absent. */
  language?: Language;
  lagsMs?: readonly number[];
  /** Counts what belongs to no chunk, by reason. */
  left?: Map<string, number>;
}

/**
 * Cuts a stream into windows of stream time and puts chat and speech in reading order.
 *
 * Chat is moved back by the lag: `atMs - lag` decides the window and the place of a line, while the line keeps its own
 * `atMs`. At equal times chat comes before speech. A message sent within the stream stays in it: where the lag would put
 * it before the start it is taken to be at 0. Messages and speech before the start belong to no window and are counted
 * in `left`, as are messages that the filter leaves out. Speech over a boundary is cut by word times (`speechPart`). A
 * window without a line gives no chunk; the indices of the others keep their places.
 *
 * With a lag of `auto` each window's lag is fitted on the rest of the stream (`fitLagHeldOut`), 0 where it cannot be
 * told; neighbouring windows may then differ by a fraction of a second, and a message at a boundary be in both or none.
 *
 * @throws InputError when the overlap is not shorter than the window.
 */
export function chunkStream(input: ChunkStreamInput): Chunk[] {
  const { video, settings, left } = input;
  const leave = (reason: string) => left?.set(reason, (left.get(reason) ?? 0) + 1);
  const judge = judgeChat(input.filter ?? defaultChatFilter);
  const chat: { message: ChatMessage; reason: string | null }[] = [];
  for (const message of byTime(input.messages, (each) => each.atMs)) {
    if (message.atMs < 0) {
      leave("chat before the start of the stream");
      continue;
    }
    const reason = judge(message);
    if (reason !== null) leave(`filtered: ${reason}`);
    chat.push({ message, reason });
  }
  const speech = byTime(input.utterances, (each) => each.startMs).filter((each) => oneLine(each.text) !== "");
  for (const each of speech) if (lastStart(each) < 0) leave("speech before the start of the stream");

  const lastSpeechMs = speech.reduce((max, each) => Math.max(max, lastStart(each)), -1);
  const lastChatMs = chat.reduce((max, each) => (each.reason === null ? each.message.atMs : max), -1);
  const windowsFor = (lagMs: number) =>
    windowsUntil(Math.max(lastSpeechMs, lastChatMs < 0 ? -1 : Math.max(0, lastChatMs - lagMs)), settings);
  const windowsWithoutLag = windowsFor(0);
  const chatMs = chat.map((each) => each.message.atMs);
  const chatBetween = (fromMs: number, toMs: number): [number, number] => [
    // Chat that a lag puts before the start is at the start.
    fromMs <= 0 ? 0 : firstFrom(chatMs, fromMs),
    firstFrom(chatMs, toMs),
  ];
  const spoken = speechByWindow(speech, settings);
  const lagsMs = new Map(input.lagsMs?.map((lagMs, i) => [i + 1, lagMs]));
  if (!input.lagsMs && settings.lagSeconds === "auto") {
    const messages = chat.filter((each) => each.reason === null).map((each) => each.message);
    const { language } = input;
    const windows = windowsWithoutLag.filter(({ index, startMs, endMs }) => {
      const [from, to] = chatBetween(startMs + earliestLagMs, endMs + latestLagMs);
      return from < to || spoken.has(index);
    });
    const fits = fitLagHeldOut({ messages, utterances: speech, windows, ...(language ? { language } : {}) });
    for (const [i, { index }] of windows.entries()) lagsMs.set(index, fits[i]!.lagMs ?? 0);
  }
  const constantMs = settings.lagSeconds === "auto" ? 0 : Math.round(settings.lagSeconds * 1000);
  const leastLagMs = Array.from(lagsMs.values()).reduce((least, lagMs) => Math.min(least, lagMs), constantMs);

  const known = new Map(speech.map((each) => [each.id, each]));
  const chunks: Chunk[] = [];
  for (const window of windowsFor(leastLagMs)) {
    const lagMs = lagsMs.get(window.index) ?? constantMs;
    const placed: { positionMs: number; line: ChunkLine }[] = [];
    let filtered = 0;
    const [from, to] = chatBetween(window.startMs === 0 ? 0 : window.startMs + lagMs, window.endMs + lagMs);
    for (const { message, reason } of chat.slice(from, to)) {
      if (reason !== null) {
        filtered++;
        continue;
      }
      const line: ChunkLine = { source: "CHAT", ref: message.id, atMs: message.atMs, text: oneLine(message.text) };
      placed.push({ positionMs: Math.max(0, message.atMs - lagMs), line });
    }
    for (const utterance of spoken.get(window.index) ?? []) {
      const part = speechPart(utterance, window);
      const text = part ? oneLine(part.text) : "";
      if (part && text !== "")
        placed.push({ positionMs: part.atMs, line: { source: "SPEECH", ref: utterance.id, atMs: part.atMs, text } });
    }
    if (placed.length === 0) continue;
    // Chat was placed first and the sort is stable: at equal times chat stays before speech.
    const lines = byTime(placed, (each) => each.positionMs).map((each) => each.line);
    chunks.push({
      video: { platform: video.platform, id: video.id },
      ...window,
      lines,
      counts: countLines(lines, known, filtered),
    });
  }
  return chunks;
}

/** The utterances that have their start or a word in each window, in their order. */
function speechByWindow(
  speech: readonly Utterance[],
  settings: Pick<ChunkSettings, "windowSeconds" | "overlapSeconds">,
): Map<number, Utterance[]> {
  const byWindow = new Map<number, Utterance[]>();
  for (const utterance of speech)
    for (const { startMs } of [utterance, ...(utterance.words ?? [])]) {
      const [first, last] = windowsAt(startMs, settings);
      for (let index = first; index <= last; index++) {
        const those = byWindow.get(index);
        if (!those) byWindow.set(index, [utterance]);
        else if (those[those.length - 1] !== utterance) those.push(utterance);
      }
    }
  return byWindow;
}

function byTime<T>(items: readonly T[], ms: (item: T) => number): T[] {
  return items.slice().sort((a, b) => ms(a) - ms(b));
}

function lastStart(utterance: Utterance): number {
  return utterance.words?.[utterance.words.length - 1]?.startMs ?? utterance.startMs;
}
