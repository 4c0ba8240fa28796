import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { probeMedia } from "../download/probeMedia.ts";
import type { Programs } from "../download/programs.ts";
import { versionAgeDays, ytDlpVersion } from "../download/ytDlpVersion.ts";
import { twitchDownloaderVersion } from "../twitch/twitchDownloader.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

/** Platforms change so often that an older yt-dlp seldom works. */
const oldDays = 90;
/** The first yt-dlp that runs YouTube's player in a JavaScript runtime. */
const firstWithRuntime = "2025.11.12";
const renew =
  "Install the newest: https://github.com/yt-dlp/yt-dlp/wiki/Installation; then name it with --yt-dlp PATH.";

/** Whether yt-dlp is there and new, and has the JavaScript runtime that YouTube needs. */
export async function checkYtDlp(
  programs: Programs,
  effects: ProgramEffects,
  signal: AbortSignal,
  nodeVersion: string,
): Promise<Finding[]> {
  let version: string;
  try {
    version = await ytDlpVersion(programs.ytDlp, effects, signal);
  } catch (error) {
    return [fail("yt-dlp", messageOf(error), renew)];
  }
  const days = versionAgeDays(version, effects.clock.now().getTime());
  const found = `version ${version}, ${days} days old`;
  const age = days > oldDays ? warn("yt-dlp", found, renew) : ok("yt-dlp", found);
  const check = "JavaScript for yt-dlp";
  if (version < firstWithRuntime)
    return [age, warn(check, `yt-dlp ${version} uses none, so YouTube gives it few formats or none`, renew)];
  const isEnough = Number(/^v(\d+)/.exec(nodeVersion)?.[1] ?? 0) >= 20;
  const runtime = isEnough
    ? ok(check, `Node ${nodeVersion}, handed to it by its path`)
    : fail(check, `Node ${nodeVersion}`, "Start livecorpus with Node 24; yt-dlp needs Node 20 at least.");
  return [age, runtime];
}

/** Whether TwitchDownloaderCLI is there; most chats can be had without. */
export async function checkTwitchDownloader(
  program: string,
  effects: ProgramEffects,
  signal: AbortSignal,
): Promise<Finding> {
  const check = "TwitchDownloaderCLI";
  try {
    return ok(check, `version ${await twitchDownloaderVersion(program, effects, signal)}`);
  } catch (error) {
    const isMissing = error instanceof InputError && (error.cause as NodeJS.ErrnoException | undefined)?.code;
    if (isMissing) return ok(check, "not installed; a second source of Twitch's chat, where its own pages are refused");
    return warn(check, messageOf(error), "Install it anew: https://github.com/lay295/TwitchDownloader/releases");
  }
}

/** Whether ffmpeg encodes two seconds of a tone and ffprobe measures them. */
export async function checkFfmpeg(
  { ffmpeg, ffprobe }: Programs,
  scratch: string,
  effects: ProgramEffects,
  signal: AbortSignal,
): Promise<Finding> {
  const path = join(scratch, "tone.m4a");
  const advice =
    "Install ffmpeg (on Debian: apt-get install ffmpeg), or name it with --ffmpeg PATH and --ffprobe PATH.";
  try {
    const tone = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-ac", "1", "-ar", "16000", "-c:a", "aac"];
    const args = ["-hide_banner", "-nostdin", "-y", "-loglevel", "error", ...tone, `file:${path}`];
    const { code, stderr } = await runProgram(ffmpeg, args, { effects, signal, timeoutMs: 60_000 });
    if (code !== 0) return fail("ffmpeg", `it cannot encode a tone: ${stderr.trim().slice(0, 200)}`, advice);
    const { durationMs, audioCodec } = await probeMedia(ffprobe, path, effects, signal);
    const found = `2 s of a tone as ${audioCodec}, measured as ${durationMs} ms`;
    return durationMs !== null && Math.abs(durationMs - 2000) <= 100
      ? ok("ffmpeg", found)
      : fail("ffmpeg", found, advice);
  } catch (error) {
    return fail("ffmpeg", messageOf(error), advice);
  } finally {
    await rm(path, { force: true });
  }
}

/** The message of an error that is a finding; any other is thrown. */
function messageOf(error: unknown): string {
  if (error instanceof InputError || error instanceof PermanentError || error instanceof TransientError)
    return error.message;
  throw error;
}
