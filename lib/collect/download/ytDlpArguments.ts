import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { progressTemplate } from "./downloadProgress.ts";

const ids: Partial<Record<VideoKey["platform"], RegExp>> = {
  youtube: /^[A-Za-z0-9_-]{11}$/,
  twitch: /^[0-9]{1,20}$/,
};

/**
 * The address of a video's page.
 *
 * @throws InputError for what cannot be an id of its platform
 */
export function videoUrl({ platform, id }: VideoKey): string {
  if (!ids[platform]?.test(id))
    throw new InputError(
      `Expected the id of a video of YouTube (11 letters and digits) or Twitch (a number), found ${JSON.stringify(id)} of ${platform}.`,
    );
  return platform === "twitch" ? `https://www.twitch.tv/videos/${id}` : `https://www.youtube.com/watch?v=${id}`;
}

/** Where facts of the video are printed to, since yt-dlp's own info file would hold addresses with tokens and cookies. */
export const factsFile = "facts.jsonl";
const facts = "before_dl:%(.{id,duration,title,channel_id,timestamp,release_timestamp,view_count,language})j";
/** Audio alone, at best in one file by plain HTTP; Twitch has HLS only. */
const audioFormats = "ba[ext=m4a][protocol^=http]/ba[protocol^=http]/ba/b";

/** What is asked of yt-dlp. */
export interface YtDlpWish {
  readonly url: string;
  readonly what: "audio" | "chat";
  /** As `yt-dlp --version` prints it, e.g. 2025.11.12. */
  readonly version: string;
  readonly cookies: string | null;
  readonly ffmpeg: string;
  /** A Node that yt-dlp may run the player's scripts with. */
  readonly node: string;
  readonly mostBytes: number;
  readonly mostBytesPerSecond?: number | undefined;
}

/** The arguments of yt-dlp, which works in a folder of its own; nothing of a video's is ever read as an option. */
export function ytDlpArguments(wish: YtDlpWish): string[] {
  const { url, what, version, cookies, ffmpeg, node, mostBytes, mostBytesPerSecond } = wish;
  return [
    ...["--ignore-config", "--no-playlist", "--no-mtime", "--newline", "--progress"],
    ...["--progress-template", progressTemplate],
    ...["--retries", "5", "--fragment-retries", "10", "--socket-timeout", "30", "--sleep-requests", "1"],
    ...(cookies === null ? [] : ["--cookies", cookies]),
    ...(ffmpeg.includes("/") ? ["--ffmpeg-location", ffmpeg] : []),
    // Older ones do not know the option, and need none.
    ...(version >= "2025.11.12" ? ["--js-runtimes", `node:${node}`] : []),
    ...(mostBytesPerSecond === undefined ? [] : ["--limit-rate", String(mostBytesPerSecond)]),
    ...(what === "audio"
      ? [
          ...["--format", audioFormats, "--max-filesize", String(mostBytes), "--output", "audio.%(ext)s"],
          ...["--print-to-file", facts, factsFile],
        ]
      : [
          // One language by name: Twitch's "rechat" cannot be had, and would end the run.
          ...["--skip-download", "--write-subs", "--sub-langs", "live_chat", "--output", "chat.%(ext)s"],
        ]),
    "--",
    url,
  ];
}
