import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DownloadOptions, ytDlp } from "./ytDlp.ts";

/**
 * Downloads the live chat of a YouTube video with yt-dlp.
 *
 * @returns the file, or null where the video has no chat to replay, which yt-dlp reports as a success
 * @throws as ytDlp does
 */
export async function downloadChat(
  about: { url: string; name: string },
  options: DownloadOptions,
): Promise<{ path: string | null; version: string }> {
  const { folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // yt-dlp cannot go on within a chat, and takes the part of an old one for a beginning.
  for (const name of await readdir(folder)) if (name.startsWith("chat.")) await rm(join(folder, name));
  const { version } = await ytDlp({ ...about, what: "chat", platform: "youtube" }, options);
  const name = (await readdir(folder)).find((one) => /^chat\.live_chat\.json3?$/.test(one));
  return { path: name === undefined ? null : join(folder, name), version };
}
