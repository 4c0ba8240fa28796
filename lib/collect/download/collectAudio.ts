import { rm } from "node:fs/promises";
import { type Corpus, writeOutput } from "#lib/corpus/index.ts";
import { TransientError } from "#lib/errors.ts";
import { Video, type VideoKey } from "#lib/records/index.ts";
import { collectedSource, type Ground } from "../basis.ts";
import { type Fetched, jsonFile } from "../fetched.ts";
import { refuseTakenDown } from "../refuseTakenDown.ts";
import { storeFile } from "../storeFile.ts";
import { type DownloadedAudio, downloadAudio } from "./downloadAudio.ts";
import type { DownloadOptions } from "./ytDlp.ts";
import { videoUrl } from "./ytDlpArguments.ts";

export const audioStep = { step: "audio", variant: "yt-dlp" } as const;

/** A file that is too short is fetched anew so often before it is kept as it is, and called partial. */
const wholeAttempts = 3;

/**
 * Collects the audio of a YouTube or Twitch video into the corpus as it was downloaded. Its `audio.json` says whether it is as long
 * as the stream.
 *
 * @param options.durationMs of the stream as the platform says, where it is known
 * @param options.attempt from 1 on
 * @throws as downloadAudio does, and TransientError for a file that is too short, the first times
 */
export async function collectAudio(
  corpus: Corpus,
  video: VideoKey,
  options: DownloadOptions & Ground & { attempt: number; durationMs?: number | undefined },
): Promise<Fetched> {
  const { folder, basis, attempt, durationMs, effects } = options;
  const drop = () => rm(folder, { recursive: true, force: true });
  await refuseTakenDown(corpus, video, drop);
  const url = videoUrl(video);
  const name = `the audio of ${video.platform} ${video.id}`;
  const platform = video.platform === "twitch" ? "twitch" : "youtube";
  const audio = await downloadAudio({ url, name, platform, durationMs }, options);
  if (audio.duration === "short" && attempt < wholeAttempts) {
    await drop();
    throw new TransientError(
      `Expected ${name} to take ${audio.expectedMs} ms, found ${audio.media.durationMs} ms. It is fetched anew.`,
    );
  }
  await refuseTakenDown(corpus, video, drop);
  const collectedAt = effects.clock.now().toISOString();
  const outputs = {
    [`audio${audio.ending}`]: await storeFile(corpus, video, audioStep.step, `audio${audio.ending}`, audio.path),
    "audio.json": await writeOutput(corpus, video, audioStep.step, "audio.json", jsonFile(lengthOf(audio))),
    "video.json": await writeOutput(
      corpus,
      video,
      audioStep.step,
      "video.json",
      jsonFile(aboutVideo(video, audio, options, collectedAt)),
    ),
  };
  await drop();
  return { ...audioStep, version: 1, params: { basis }, inputs: {}, outputs, tools: { "yt-dlp": audio.version } };
}

function lengthOf({ duration, expectedMs, media, repaired }: DownloadedAudio) {
  const status = duration === "right" ? "complete" : duration === "unknown" ? "unchecked" : "partial";
  return { status, duration, expectedMs, foundMs: media.durationMs, codec: media.audioCodec, repaired };
}

function aboutVideo(video: VideoKey, audio: DownloadedAudio, ground: Ground, collectedAt: string): Video {
  const { facts, expectedMs, version } = audio;
  return Video.parse({
    ...video,
    ...(facts.channel_id && { channelId: facts.channel_id }),
    ...(facts.title && { title: facts.title }),
    ...(facts.release_timestamp && { startedAt: new Date(facts.release_timestamp * 1000).toISOString() }),
    ...(expectedMs !== null && { durationMs: expectedMs }),
    ...(facts.language && { language: facts.language }),
    ...(typeof facts.view_count === "number" && { viewCount: facts.view_count }),
    source: collectedSource("yt-dlp", ground, collectedAt, version),
  });
}
