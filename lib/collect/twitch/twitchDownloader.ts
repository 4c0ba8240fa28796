import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ProgramEffects, runProgram, type TransferAt } from "#lib/effects/index.ts";
import { InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { redact } from "../download/redact.ts";
import type { DownloadLimits } from "../download/ytDlp.ts";
import { videoUrl } from "../download/ytDlpArguments.ts";

/** The name under which the system finds it. */
export const defaultTwitchDownloader = "TwitchDownloaderCLI";

/** How TwitchDownloaderCLI is run. */
export interface TwitchDownloaderOptions {
  /** The program. */
  readonly twitchDownloader: string;
  readonly effects: ProgramEffects;
  readonly signal: AbortSignal;
  /** A folder of this machine for this video alone. */
  readonly folder: string;
  readonly limits: DownloadLimits;
  readonly onProgress?: ((at: TransferAt) => void) | undefined;
}

/**
 * The version of TwitchDownloaderCLI, e.g. 1.56.0.
 *
 * @throws InputError when there is no such program, or another one of that name
 */
export async function twitchDownloaderVersion(
  program: string,
  effects: ProgramEffects,
  signal: AbortSignal,
): Promise<string> {
  // It says so as if it were an error, and ends with 1.
  const { stdout, stderr } = await runProgram(program, ["--version"], { effects, signal, timeoutMs: 60_000 });
  const version = /TwitchDownloaderCLI v?(\d+\.\d+\.\d+)/.exec(`${stdout}\n${stderr}`)?.[1];
  if (version !== undefined) return version;
  throw new InputError(
    `${program} --version: expected the version of TwitchDownloaderCLI, found ${JSON.stringify(`${stdout}${stderr}`.trim().slice(0, 80))}.`,
  );
}

/**
 * Downloads the chat of a Twitch VOD with TwitchDownloaderCLI (github.com/lay295/TwitchDownloader), which asks Twitch under another
 * client id than the player's. It cannot go on within a chat.
 *
 * @returns the file, JSON as its readers know it, and the program's version
 * @throws PermanentError where the VOD is gone
 * @throws RateLimitedError, TransientError to be tried again, InputError when there is no such program
 */
export async function downloadVodChat(
  video: VideoKey,
  options: TwitchDownloaderOptions,
): Promise<{ path: string; version: string }> {
  const { twitchDownloader, effects, signal, folder, limits, onProgress } = options;
  videoUrl(video);
  const version = await twitchDownloaderVersion(twitchDownloader, effects, signal);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${video.id}.json`);
  // It would ask whether to write over what is there.
  await rm(path, { force: true });
  const startMs = effects.clock.monotonicMs();
  const onLine = (line: string) => {
    const share = Number(/^\[STATUS\] - Downloading:? (\d{1,3})%/.exec(line)?.[1] ?? Number.NaN) / 100;
    if (Number.isNaN(share)) return;
    const tookSeconds = (effects.clock.monotonicMs() - startMs) / 1000;
    const leftSeconds = share > 0 ? Math.round((tookSeconds * (1 - share)) / share) : null;
    onProgress?.({ bytes: null, totalBytes: null, share, bytesPerSecond: null, leftSeconds });
  };
  const args = ["chatdownload", "--id", video.id, "--output", path, "--temp-path", folder];
  const { timeoutMs, stallMs } = limits;
  const run = { effects, signal, folder, timeoutMs, stallMs, onLine };
  const { code, stdout, stderr } = await runProgram(twitchDownloader, args, run);
  if (code !== 0) throw errorOf(video, redact(`${stderr}\n${stdout}`, []), limits);
  const found = await stat(path).catch(() => null);
  if (found && found.size > 0) return { path, version };
  throw new TransientError(`TwitchDownloaderCLI ended well but left no chat of twitch ${video.id}. Try again.`);
}

function errorOf({ id }: VideoKey, said: string, { restMs }: DownloadLimits): Error {
  const lines = said.split(/[\r\n]+/);
  const word = lines.find((line) => /exception|\[ERROR\]/i.test(line)) ?? lines.findLast((line) => line.trim() !== "");
  const found = `TwitchDownloaderCLI could not fetch the chat of twitch ${id}: ${(word ?? "").trim().slice(0, 300)}`;
  if (/invalid VOD|deleted\/expired|sub(scriber)?[- ]only|unauthorized_entitlements/i.test(said))
    return new PermanentError(found);
  if (/\b429\b|too many requests/i.test(said)) return new RateLimitedError(found, restMs);
  return new TransientError(found);
}
