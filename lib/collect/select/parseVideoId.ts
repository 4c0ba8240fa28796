import { InputError } from "#lib/errors.ts";
import { parseUrl } from "#lib/text/index.ts";
import { isYoutubeId } from "../youtube/youtubeApi.ts";

const hosts: Readonly<Record<"youtube" | "twitch", RegExp>> = {
  youtube: /^(www\.|m\.)?youtube\.com$|^youtu\.be$/,
  twitch: /^(www\.|m\.)?twitch\.tv$/,
};

/**
 * The id of a video from itself or from the address of its page.
 *
 * @throws InputError for what is neither, such as an option or the address of another site
 *
 * @example
 * parseVideoId("youtube", "https://www.youtube.com/watch?v=-abcdefghij&t=3"); // => "-abcdefghij"
 */
export function parseVideoId(platform: "youtube" | "twitch", text: string): string {
  const id = /^https?:\/\//i.test(text) ? idOfAddress(platform, text) : text;
  if (id !== undefined && (platform === "youtube" ? isYoutubeId(id) : /^\d{1,20}$/.test(id))) return id;
  const example =
    platform === "youtube"
      ? "11 letters, digits, _ or -, or https://www.youtube.com/watch?v=..."
      : "digits, or https://www.twitch.tv/videos/...";
  throw new InputError(
    `${JSON.stringify(text.slice(0, 200))} is no video of ${platform === "youtube" ? "YouTube" : "Twitch"}: expected its id ` +
      `(${example}).${text.startsWith("-") ? " It looks like an option: give an option its value first." : ""}`,
  );
}

function idOfAddress(platform: "youtube" | "twitch", text: string): string | undefined {
  const url = parseUrl(text);
  if (!url) return undefined;
  const { hostname, pathname, searchParams } = url;
  if (!hosts[platform].test(hostname)) return undefined;
  const parts = pathname.split("/").filter((part) => part !== "");
  if (platform === "twitch") return parts.length === 2 && parts[0] === "videos" ? parts[1] : undefined;
  if (hostname === "youtu.be") return parts.length === 1 ? parts[0] : undefined;
  if (parts.length === 1 && parts[0] === "watch") return searchParams.get("v") ?? undefined;
  return parts.length === 2 && ["live", "shorts", "embed"].includes(parts[0]!) ? parts[1] : undefined;
}
