import { type ProgramEffects, runProgram, type TransferAt } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { type CookieFile, checkCookies, withCookieCopy } from "./cookieFile.ts";
import { readProgress } from "./downloadProgress.ts";
import type { Programs } from "./programs.ts";
import { redact } from "./redact.ts";
import { ytDlpArguments } from "./ytDlpArguments.ts";
import { ytDlpError } from "./ytDlpError.ts";
import { ytDlpVersion } from "./ytDlpVersion.ts";

/** How something is downloaded. */
export interface DownloadOptions {
  readonly programs: Programs;
  readonly effects: ProgramEffects;
  readonly signal: AbortSignal;
  /** A folder of this machine for this video alone; what is half done stays there for the next attempt. */
  readonly folder: string;
  readonly cookies: CookieFile | null;
  readonly limits: DownloadLimits;
  readonly onProgress?: ((at: TransferAt) => void) | undefined;
}

export interface DownloadLimits {
  readonly timeoutMs: number;
  /** The longest that yt-dlp may say nothing. */
  readonly stallMs: number;
  readonly mostBytes: number;
  readonly mostBytesPerSecond?: number | undefined;
  /** How long a platform rests that limits us. */
  readonly restMs: number;
}

export const defaultDownloadLimits: DownloadLimits = {
  timeoutMs: 6 * 3_600_000,
  stallMs: 5 * 60_000,
  mostBytes: 20e9,
  restMs: 15 * 60_000,
};

/**
 * Runs yt-dlp for one video, in its folder.
 *
 * @param about.name what is fetched, for messages, e.g. `the audio of youtube abc`
 * @returns what it printed, without secrets, and its version
 * @throws LoginError for expired cookies and where the platform asks for a login
 * @throws PermanentError, RateLimitedError, TransientError, InputError as ytDlpError has it
 */
export async function ytDlp(
  about: { url: string; what: "audio" | "chat"; name: string; platform: "youtube" | "twitch" },
  options: DownloadOptions,
): Promise<{ said: string; version: string }> {
  const { programs, effects, signal, folder, cookies, limits, onProgress } = options;
  const { url, what, name, platform } = about;
  if (!/^https?:\/\//.test(url)) throw new InputError(`Expected an address, found ${JSON.stringify(url)}.`);
  if (cookies) checkCookies(cookies, platform, effects.clock.now().getTime());
  const version = await ytDlpVersion(programs.ytDlp, effects, signal);
  const onLine = (line: string) => {
    const progress = readProgress(line);
    if (!progress) return;
    if (Math.max(progress.bytes ?? 0, progress.totalBytes ?? 0) > limits.mostBytes) throw tooLarge(name, limits);
    onProgress?.(progress);
  };
  return withCookieCopy(cookies, folder, async (copy) => {
    const args = ytDlpArguments({
      ...{ url, what, version, cookies: copy, ffmpeg: programs.ffmpeg, node: process.execPath },
      ...limits,
    });
    const run = { effects, signal, folder, timeoutMs: limits.timeoutMs, stallMs: limits.stallMs, onLine };
    const { code, stdout, stderr } = await runProgram(programs.ytDlp, args, run);
    const said = redact(`${stdout}\n${stderr}`, cookies?.secrets ?? []);
    if (code !== 0) {
      const words = redact(stderr, cookies?.secrets ?? []);
      throw ytDlpError(name, words, cookies?.path ?? null, limits.restMs);
    }
    if (/larger than max-filesize/i.test(said)) throw tooLarge(name, limits);
    return { said, version };
  });
}

function tooLarge(name: string, { mostBytes }: DownloadLimits): Error {
  return new PermanentError(
    `Expected ${name} to have ${mostBytes} bytes at most, found more. Raise the limit, or leave the video out.`,
  );
}
