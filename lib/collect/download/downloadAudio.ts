import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { TransientError } from "#lib/errors.ts";
import { checkDuration, type DurationVerdict } from "./checkDuration.ts";
import { type MediaFacts, probeMedia } from "./probeMedia.ts";
import { audioEnding, remuxAudio } from "./remuxAudio.ts";
import { type DownloadOptions, ytDlp } from "./ytDlp.ts";
import { factsFile } from "./ytDlpArguments.ts";

const Facts = z.object({
  title: z.string().nullish(),
  channel_id: z.string().nullish(),
  duration: z.number().nonnegative().nullish(),
  release_timestamp: z.number().nullish(),
  view_count: z.number().int().nonnegative().nullish(),
  language: z.string().nullish(),
});

/** What yt-dlp says of a video. */
export type VideoFacts = z.infer<typeof Facts>;

/** Audio that was downloaded, on this machine. */
export interface DownloadedAudio {
  readonly path: string;
  readonly ending: string;
  readonly facts: VideoFacts;
  readonly expectedMs: number | null;
  readonly media: MediaFacts;
  /** After the repair where there was one. */
  readonly duration: DurationVerdict;
  readonly repaired: boolean;
  readonly version: string;
}

/**
 * Downloads the audio of a video with yt-dlp and checks how long it is; a file of the wrong length is written into a new
 * container, and measured again.
 *
 * @param about.durationMs as the platform says, where it is known; else what yt-dlp finds
 * @throws as ytDlp does; what was downloaded stays in the folder, and the next attempt goes on behind it
 */
export async function downloadAudio(
  about: { url: string; name: string; platform: "youtube" | "twitch"; durationMs?: number | undefined },
  options: DownloadOptions,
): Promise<DownloadedAudio> {
  const { programs, effects, signal, folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(join(folder, factsFile), { force: true });
  const { version } = await ytDlp({ ...about, what: "audio" }, options);
  const name = (await readdir(folder)).find((one) => /^audio\.[a-z0-9]{1,8}$/.test(one) && !one.endsWith(".part"));
  if (!name)
    throw new TransientError(
      `yt-dlp ended well but left no audio of ${about.name}. Try again; renew yt-dlp if it stays so.`,
    );
  const facts = await readFacts(join(folder, factsFile));
  const expectedMs = about.durationMs ?? (facts.duration ? Math.round(facts.duration * 1000) : null);
  const path = join(folder, name);
  const ending = name.slice(name.lastIndexOf("."));
  const media = await probeMedia(programs.ffprobe, path, effects, signal);
  const duration = checkDuration(expectedMs, media.durationMs);
  const found = { path, ending, facts, expectedMs, media, duration, repaired: false, version };
  if (duration === "right" || (duration === "unknown" && media.durationMs !== null)) return found;
  const remuxed = {
    path: join(folder, `remuxed${audioEnding(media.audioCodec)}`),
    ending: audioEnding(media.audioCodec),
  };
  await remuxAudio(programs.ffmpeg, path, remuxed.path, effects, signal);
  const after = await probeMedia(programs.ffprobe, remuxed.path, effects, signal);
  const verdict = checkDuration(expectedMs, after.durationMs);
  const isBetter = verdict === "right" || (duration === "unknown" && after.durationMs !== null);
  return isBetter ? { ...found, ...remuxed, media: after, duration: verdict, repaired: true } : found;
}

async function readFacts(path: string): Promise<VideoFacts> {
  const text = await readFile(path, "utf8").catch(() => "");
  const last = text.trim().split("\n").at(-1) ?? "";
  try {
    return Facts.parse(JSON.parse(last));
  } catch {
    // Said about the video beside the point: without it the length is measured and not compared.
    return {};
  }
}
