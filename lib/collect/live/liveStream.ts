import { z } from "zod";
import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Programs } from "../download/programs.ts";
import { troubleOf, ytDlpError } from "../download/ytDlpError.ts";

const Facts = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  title: z.string().nullish(),
  channel_id: z.string().nullish(),
  timestamp: z.number().nullish(),
  release_timestamp: z.number().nullish(),
});

/** How long a platform rests that limits us; a stream does not wait for more. */
export const liveRestMs = 60_000;

/** A stream that runs now, as its platform describes it. */
export interface LiveStream {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly title?: string | undefined;
  readonly channelId?: string | undefined;
}

/**
 * Asks yt-dlp which stream runs on a channel's page now; it needs no key.
 *
 * @param about.name the channel, for messages
 * @returns null where none runs
 * @throws as ytDlpError has it, and InputError where yt-dlp does not say when the stream began
 */
export async function askLiveStream(
  about: { url: string; name: string },
  { programs, effects, signal }: { programs: Programs; effects: ProgramEffects; signal: AbortSignal },
): Promise<LiveStream | null> {
  const print = "%(.{id,title,channel_id,timestamp,release_timestamp})j";
  const args = ["--ignore-config", "--no-playlist", "--simulate", "--socket-timeout", "30", "--print", print];
  const run = { effects, signal, timeoutMs: 120_000 };
  const { code, stdout, stderr } = await runProgram(programs.ytDlp, [...args, "--", about.url], run);
  if (code !== 0) {
    if (troubleOf(stderr) === "notYet" || /not currently live/i.test(stderr)) return null;
    throw ytDlpError(`what runs on ${about.name}`, stderr, null, liveRestMs);
  }
  const found = parse(stdout);
  const seconds = found?.release_timestamp ?? found?.timestamp;
  if (!found || !seconds)
    throw new InputError(
      `Expected yt-dlp to say which stream runs on ${about.name} and when it began, found ${JSON.stringify(stdout.trim().slice(0, 200))}. Renew yt-dlp.`,
    );
  return {
    id: found.id,
    startedAt: new Date(seconds * 1000).toISOString(),
    ...(found.title && { title: found.title }),
    ...(found.channel_id && { channelId: found.channel_id }),
  };
}

function parse(stdout: string): z.infer<typeof Facts> | null {
  try {
    return Facts.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  } catch {
    // Told by the caller, who knows what was asked for.
    return null;
  }
}
