import type { Corpus } from "#lib/corpus/index.ts";
import { type ProgramEffects, type RetryEffects, retry, runProgram } from "#lib/effects/index.ts";
import { PermanentError } from "#lib/errors.ts";
import type { Candidate } from "#lib/records/index.ts";
import { videoUrl } from "../download/ytDlpArguments.ts";
import { troubleOf, ytDlpError } from "../download/ytDlpError.ts";
import { askComments } from "../twitch/askComments.ts";
import type { GqlAccess } from "../twitch/gqlAccess.ts";

/** How a platform is asked whether a video has a chat. */
export type ChatAccess =
  | { platform: "youtube"; ytDlp: string; effects: ProgramEffects & RetryEffects }
  | { platform: "twitch"; access: GqlAccess; fetch: typeof fetch; effects: RetryEffects }
  | { platform: "pococha"; store: Pick<Corpus["store"], "stat"> };

const patience = { firstPauseMs: 1000, longestPauseMs: 30_000, giveUpAfterMs: 120_000 };
const restMs = 60_000;

/**
 * Asks whether a video has a chat to collect: YouTube's page whether it replays one, Twitch for its first comments, and a store
 * for the file of a live. A running stream has one.
 *
 * @returns null where the platform does not say
 * @throws as ytDlpError and askComments have it, when patience is at its end
 */
export async function hasChat(video: Candidate, access: ChatAccess, signal: AbortSignal): Promise<boolean | null> {
  if (video.live) return true;
  if (access.platform === "pococha") {
    const file = video.files && (await access.store.stat(video.files.comments));
    return file ? file.bytes > 0 : false;
  }
  const ask =
    access.platform === "youtube" ? () => replays(video, access, signal) : () => comments(video, access, signal);
  try {
    return await retry(ask, patience, access.effects);
  } catch (error) {
    // Gone, private, or for members only: there is none that can be collected.
    if (error instanceof PermanentError) return false;
    throw error;
  }
}

async function replays(
  video: Candidate,
  { ytDlp, effects }: Extract<ChatAccess, { platform: "youtube" }>,
  signal: AbortSignal,
): Promise<boolean | null> {
  const quiet = [
    "--ignore-config",
    "--no-playlist",
    "--simulate",
    "--ignore-no-formats-error",
    "--socket-timeout",
    "30",
  ];
  const args = [...quiet, "--print", "%(subtitles.live_chat)j", "--", videoUrl(video)];
  const { code, stdout, stderr } = await runProgram(ytDlp, args, { effects, signal, timeoutMs: 120_000 });
  if (code !== 0) {
    if (troubleOf(stderr) === "notYet") return null;
    throw ytDlpError(`what there is of youtube ${video.id}`, stderr, null, restMs);
  }
  const said = stdout.trim().split("\n").at(-1) ?? "";
  return said.startsWith("[") && said !== "[]";
}

async function comments(
  video: Candidate,
  { access, fetch, effects }: Extract<ChatAccess, { platform: "twitch" }>,
  signal: AbortSignal,
): Promise<boolean | null> {
  const start = { contentOffsetSeconds: 0 };
  const answer = await askComments(video.id, start, { access, fetch, clock: effects.clock, signal });
  if (answer.kind === "page") return answer.page.comments.length > 0;
  return answer.kind === "unserved" ? false : null;
}
