import { rm } from "node:fs/promises";
import { type Corpus, importFiles, readMessages, readVideo, writeOutput } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { collectedSource } from "../basis.ts";
import { chatCoverage } from "../chatCoverage.ts";
import { type Fetched, jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { type FetchRun, fetchChatStep } from "./collectVodChat.ts";
import { keptPages } from "./keptPages.ts";
import { downloadVodChat, type TwitchDownloaderOptions } from "./twitchDownloader.ts";

export const downloaderVariant = "twitch-downloader";

/**
 * Collects the chat of a Twitch VOD by TwitchDownloaderCLI: it is imported as step `chat`, and `coverage.json` says how much of it
 * there is, by the same checks as for Twitch's own pages.
 *
 * @param options.durationMs of the VOD as Twitch says; else as the file has it
 * @throws as downloadVodChat and importFiles do
 */
export async function collectDownloaderChat(
  corpus: Corpus,
  video: VideoKey,
  options: TwitchDownloaderOptions & FetchRun & { durationMs?: number | undefined },
): Promise<Fetched> {
  const { folder, basis, effects, worker, fence, durationMs } = options;
  const pages = keptPages(corpus, video);
  const drop = () => rm(folder, { recursive: true, force: true });
  await refuseTakenDown(corpus, video, drop);
  const { path, version } = await downloadVodChat(video, options);
  await refuseTakenDown(corpus, video, drop);
  const { clock } = effects;
  const source = collectedSource("TwitchDownloaderCLI", options, clock.now().toISOString(), version);
  const [imported] = await importFiles({
    ...{ corpus, video, files: [path], format: "twitchdownloader-json", clock, worker, fence },
    about: { ...(durationMs !== undefined && { durationMs }), source },
  });
  const seconds = new Set<number>();
  let messages = 0;
  for await (const { atMs } of readMessages(corpus, video)) {
    messages++;
    if (atMs >= 0) seconds.add(Math.floor(atMs / 1000));
  }
  const knownMs = durationMs ?? (await readVideo(corpus, video))?.durationMs;
  const durationSeconds = knownMs === undefined ? undefined : Math.floor(knownMs / 1000);
  const coverage = chatCoverage({ seconds, messages, doubts: [], durationSeconds });
  const said = jsonFile({ ...coverage, imported: imported?.files[0] });
  const outputs = { "coverage.json": await writeOutput(corpus, video, fetchChatStep, "coverage.json", said) };
  await drop();
  // Pages that Twitch gave before it refused are in what was downloaded too.
  await pages.drop();
  return {
    ...{ step: fetchChatStep, variant: downloaderVariant, version: 1, params: { basis }, inputs: {} },
    ...{ outputs, tools: { TwitchDownloaderCLI: version } },
  };
}
