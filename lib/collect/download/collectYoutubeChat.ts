import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Corpus, importFiles, readMessages, writeOutput } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { collectedSource } from "../basis.ts";
import { type ChatCoverage, chatCoverage } from "../chatCoverage.ts";
import { type Fetched, jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { type FetchRun, fetchChatStep } from "../twitch/collectVodChat.ts";
import { downloadChat } from "./downloadChat.ts";
import type { DownloadOptions } from "./ytDlp.ts";
import { videoUrl } from "./ytDlpArguments.ts";

export const youtubeChatVariant = "yt-dlp";

/**
 * Collects the live chat of a YouTube video: it is imported as step `chat`, and `coverage.json` says how much of it there is; a
 * video without a chat to replay is recorded as such.
 *
 * @throws as ytDlp and importFiles do
 */
export async function collectYoutubeChat(
  corpus: Corpus,
  video: VideoKey,
  options: DownloadOptions & FetchRun & { durationMs?: number | undefined },
): Promise<Fetched> {
  const { folder, basis, durationMs, effects, worker, fence } = options;
  const drop = () => rm(folder, { recursive: true, force: true });
  await refuseTakenDown(corpus, video, drop);
  const name = `the chat of youtube ${video.id}`;
  const { path, version } = await downloadChat({ url: videoUrl(video), name }, options);
  await refuseTakenDown(corpus, video, drop);
  const { clock } = effects;
  const seconds = new Set<number>();
  let messages = 0;
  if (path !== null && (await stat(path)).size > 0) {
    const file = join(folder, `${video.id}.live_chat.json`);
    await rename(path, file);
    const source = collectedSource("yt-dlp", options, clock.now().toISOString(), version);
    await importFiles({
      ...{ corpus, video, files: [file], format: "youtube-live-chat", clock, worker, fence },
      about: { ...(durationMs !== undefined && { durationMs }), source },
    });
    for await (const { atMs } of readMessages(corpus, video)) {
      messages++;
      if (atMs >= 0) seconds.add(Math.floor(atMs / 1000));
    }
  }
  const durationSeconds = durationMs === undefined ? undefined : Math.floor(durationMs / 1000);
  const coverage: ChatCoverage = chatCoverage({ seconds, messages, doubts: [], durationSeconds });
  const said = await writeOutput(corpus, video, fetchChatStep, "coverage.json", jsonFile(coverage));
  await drop();
  return {
    ...{ step: fetchChatStep, variant: youtubeChatVariant, version: 1, params: { basis }, inputs: {} },
    ...{ outputs: { "coverage.json": said }, tools: { "yt-dlp": version } },
  };
}
