import { type Command, InvalidArgumentError } from "commander";
import { type ChunkReport, chunkTexts, chunkVideo } from "#lib/chunk/index.ts";
import { type Corpus, listVideos, openCorpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { chunkTextName } from "#lib/formats/index.ts";
import { type ChunkSettings, Platform, type VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";

interface ChunkFlags {
  corpus: string;
  video?: VideoKey[];
  window: number;
  overlap: number;
  lag: number | "auto";
  speech?: string;
  legacy?: true;
  exportText?: string;
  tags: boolean;
  json?: true;
}

/** Adds `livecorpus chunk`. */
export function addChunk(program: Command, effects: Effects): void {
  program
    .command("chunk")
    .description(
      "Cut the videos of a corpus into windows of chat and speech; each setting is a variant beside the others.",
    )
    .option(...corpusOption)
    .option("--video <platform/id...>", "only these videos", videoOption)
    .option("--window <seconds>", "length of a window", secondsOption, 600)
    .option("--overlap <seconds>", "how far a window reaches into the one before it", secondsOption, 0)
    .option(
      "--lag <seconds>",
      "how long chat comes after speech, or auto: fitted for each window on the others",
      lagOption,
      0,
    )
    .option("--speech <variant>", "whose transcript, where there are several, e.g. whisper.cpp-ggml-base-ja")
    .option("--legacy", "cut exactly as the original notebooks did, faults included")
    .option("--export-text <folder>", "also write the historical text files there")
    .option("--no-tags", "leave [CHAT] and [SPEECH] out of the text files")
    .option("--json", "print one line of JSON for each video")
    .addHelpText(
      "after",
      `
Examples:
  livecorpus chunk --window 600 --lag auto
  livecorpus chunk --legacy --export-text chunks`,
    )
    .action((flags: ChunkFlags) => runChunk(flags, effects));
}

async function runChunk(flags: ChunkFlags, effects: Effects): Promise<void> {
  const { clock, progress, stdout } = effects;
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const videos = await videosOf(corpus, flags);
  const settings: ChunkSettings = {
    windowSeconds: flags.window,
    overlapSeconds: flags.overlap,
    lagSeconds: flags.lag,
    legacy: flags.legacy ?? false,
    ...(flags.speech !== undefined && { speech: flags.speech }),
  };
  const texts = flags.exportText === undefined ? null : openDirectoryStore(flags.exportText);
  // An id that names no file is refused before anything is written.
  if (texts) for (const { id } of videos) chunkTextName(id, 1);
  progress.start("chunk", videos.length);
  for (const video of videos) {
    const report = await chunkVideo({ corpus, video, settings, clock });
    let files = 0;
    for (const { path, text } of texts ? chunkTexts(report.chunks, flags.tags) : []) {
      await texts?.put(path, Buffer.from(text));
      files++;
    }
    progress.tick();
    stdout.write(flags.json ? reportJson(report) : reportText(report, files));
  }
  progress.stop();
}

async function videosOf(corpus: Corpus, flags: ChunkFlags): Promise<VideoKey[]> {
  const all = await listVideos(corpus);
  if (all.length === 0)
    throw new InputError(
      `${flags.corpus}: expected a corpus with videos, found none. Import some with livecorpus import.`,
    );
  if (!flags.video) return all;
  for (const { platform, id } of flags.video)
    if (!all.some((video) => video.platform === platform && video.id === id))
      throw new InputError(
        `--video ${platform}/${id} is not in ${flags.corpus}. It holds ${all.map((v) => `${v.platform}/${v.id}`).join(", ")}.`,
      );
  return flags.video;
}

function reportJson({ video, variant, unchanged, chunks, left, lag }: ChunkReport): string {
  const withChat = chunks.filter((chunk) => chunk.counts.chatLines > 0).length;
  return `${JSON.stringify({ ...video, variant, unchanged, chunks: chunks.length, withChat, left, lag })}\n`;
}

function reportText({ video, variant, unchanged, chunks, left, lag }: ChunkReport, files: number): string {
  const sum = (of: "chatLines" | "speechLines") => chunks.reduce((total, chunk) => total + chunk.counts[of], 0);
  const lines = [
    `${video.platform}/${video.id}: ${chunks.length} chunks (${variant}), ${sum("chatLines")} lines of chat, ` +
      `${sum("speechLines")} of speech${unchanged ? "; as before" : ""}${files > 0 ? `; ${files} text files` : ""}`,
    ...(lag ? [`  ${lagText(lag)}`] : []),
    ...Object.entries(left).map(([reason, times]) => `  left out: ${times} ${reason}`),
  ];
  return `${lines.join("\n")}\n`;
}

function lagText({ lagMs, reason, score }: NonNullable<ChunkReport["lag"]>): string {
  if (lagMs === null) return `lag: not identifiable (${reason}); 0 s is used where a window's own fit fails too`;
  return `lag: ${(lagMs / 1000).toFixed(1)} s over the whole stream (peak ${score.toFixed(1)} sd); each window uses the fit of the others`;
}

/** Chat that comes an hour later answers nothing; a lag in milliseconds would put all of it at the start. */
const mostLagSeconds = 3600;

function secondsOption(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds < 0)
    throw new InvalidArgumentError("expected seconds, such as 600.");
  return seconds;
}

function lagOption(text: string): number | "auto" {
  if (text === "auto") return text;
  const seconds = secondsOption(text);
  if (seconds > mostLagSeconds) throw new InvalidArgumentError(`expected auto or at most ${mostLagSeconds} seconds.`);
  return seconds;
}

function videoOption(text: string, before: VideoKey[] = []): VideoKey[] {
  const slash = text.indexOf("/");
  const platform = Platform.safeParse(text.slice(0, slash));
  if (slash === -1 || !platform.success || slash === text.length - 1)
    throw new InvalidArgumentError(`expected platform/id with one of ${Platform.options.join(", ")}.`);
  return [...before, { platform: platform.data, id: text.slice(slash + 1) }];
}
