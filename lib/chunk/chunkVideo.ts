import {
  type Corpus,
  chooseSpeech,
  isStale,
  latestStep,
  readChunks,
  readMessages,
  readUtterances,
  readVideo,
  writeChunks,
} from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { type ChatMessage, Chunk, type ChunkSettings, type Utterance, type VideoKey } from "#lib/records/index.ts";
import { guessLanguage, type Language } from "#lib/text/index.ts";
import { botAuthors } from "./botAuthors.ts";
import { type ChatFilter, defaultChatFilter, judgeChat } from "./chatFilter.ts";
import { chunkLegacy, type LegacyChunk } from "./chunkLegacy.ts";
import { chunkStream } from "./chunkStream.ts";
import { chunkVariant } from "./chunkVariant.ts";
import { estimateLag, type LagEstimate } from "./estimateLag.ts";
import { windowsUntil } from "./window.ts";

/** Counts changes of what the step makes of the same records. */
export const chunkVersion = 1;

/** What became of one video: its chunks, and what belongs to none of them, by reason (empty when nothing was done). */
export interface ChunkReport {
  video: VideoKey;
  variant: string;
  unchanged: boolean;
  chunks: (Chunk | LegacyChunk)[];
  left: Record<string, number>;
  /** Only for a lag of `auto`, when it was fitted now: the lag of the whole stream. Each window is cut by that of the others. */
  lag?: LagEstimate;
}

/**
 * Cuts one video of a corpus into chunks and publishes them as a variant of the step `chunk`. The same records cut by the
 * same settings are left as they are.
 *
 * @throws InputError when the video has neither chat nor speech, or when the settings contradict each other
 */
export async function chunkVideo(options: {
  corpus: Corpus;
  video: VideoKey;
  settings: ChunkSettings;
  clock: Clock;
  worker?: string;
  /** The number of the lease under which it is done; see publishStep. */
  fence?: number;
}): Promise<ChunkReport> {
  const { corpus, video, settings, clock } = options;
  if (settings.legacy && (settings.overlapSeconds !== 0 || settings.lagSeconds !== 0))
    throw new InputError("The legacy chunks have neither overlap nor lag: give --legacy alone, or leave it out.");
  if (settings.legacy && settings.withoutBots)
    throw new InputError(
      "The legacy chunks hold bots too: take withoutBots or legacy out of the study's chunk settings.",
    );
  // Before anything is read or written, and for legacy chunks too.
  windowsUntil(-1, settings);
  const variant = chunkVariant(settings);
  const startedAt = clock.now().toISOString();
  const inputs = await chunkInputs(corpus, video, settings.speech);
  const params = { ...settings };
  const known = await latestStep(corpus, video, "chunk", variant);
  const unchanged = known !== null && !isStale(known.record, { inputs, params, version: chunkVersion });
  // Legacy chunks are cut again: their chat-only files may hold blank lines, which the records do not keep.
  if (unchanged && !settings.legacy)
    return { video, variant, unchanged: true, chunks: await all(readChunks(corpus, video, variant)), left: {} };
  const messages = await all(readMessages(corpus, video));
  const utterances = await all(readUtterances(corpus, video, settings.speech));
  const left = new Map<string, number>();
  const filter: ChatFilter = settings.withoutBots
    ? { ...defaultChatFilter, withoutAuthors: botAuthors(messages) }
    : defaultChatFilter;
  const spoken = await languageOf(corpus, video, utterances, messages);
  const chunks = settings.legacy
    ? chunkLegacy({ video, messages, utterances, windowSeconds: settings.windowSeconds, left })
    : chunkStream({
        video,
        messages,
        utterances,
        settings,
        filter,
        left,
        ...spoken,
      });
  const records = chunks.map((chunk) => Chunk.parse(chunk));
  const facts = {
    version: chunkVersion,
    params,
    inputs,
    tools: { node: process.version },
    attempts: 1,
    worker: options.worker ?? "chunk",
    startedAt,
    finishedAt: clock.now().toISOString(),
  };
  await writeChunks(corpus, video, variant, records, facts, options.fence);
  const report = { video, variant, unchanged, chunks, left: Object.fromEntries(left) };
  if (settings.lagSeconds !== "auto") return report;
  const judge = judgeChat(filter);
  const kept = messages.filter((message) => judge(message) === null);
  return { ...report, lag: estimateLag({ messages: kept, utterances, seed: "lag", ...spoken }) };
}

/** The hashes of what a video is cut from. */
export async function chunkInputs(
  corpus: Corpus,
  video: VideoKey,
  speech: string | undefined,
): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {};
  const chat = (await latestStep(corpus, video, "chat", "import"))?.record.outputs["messages.jsonl.gz"];
  if (chat) inputs.chat = chat.sha256;
  const said = (await chooseSpeech(corpus, video, speech))?.record.outputs["utterances.jsonl.gz"];
  if (said) inputs.transcribe = said.sha256;
  if (Object.keys(inputs).length > 0) return inputs;
  throw new InputError(`Video ${video.platform} ${video.id} has neither chat nor speech in ${corpus.store.location}.`);
}

async function languageOf(
  corpus: Corpus,
  video: VideoKey,
  utterances: readonly Utterance[],
  messages: readonly ChatMessage[],
): Promise<{ language: Language }> {
  const { language } = await readVideo(corpus, video);
  if (language === "ja" || language === "ko" || language === "en") return { language };
  const said = (utterances.length > 0 ? utterances : messages).slice(0, 500);
  return { language: guessLanguage(said.map(({ text }) => text).join("\n")) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
