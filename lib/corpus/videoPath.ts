import { InputError } from "#lib/errors.ts";
import { Platform, type VideoKey } from "#lib/records/index.ts";

/**
 * A video's id as one part of an object's name: letters, digits, "_" and "-" as they are, all else as %XX of its UTF-8
 * bytes. Two ids never share a name.
 */
export function escapeId(id: string): string {
  if (id === "" || /\p{Surrogate}/u.test(id))
    throw new InputError(`${JSON.stringify(id)} is no id of a video: expected some well-formed text.`);
  return Array.from(Buffer.from(id), escapeByte).join("");
}

function escapeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The folder of a video in a corpus, without a slash at its end. */
export function videoPath(video: VideoKey): string {
  return `videos/${video.platform}/${escapeId(video.id)}`;
}

/** The video that an object belongs to, or null where its name is not one that `videoPath` gives. */
export function videoOfPath(name: string): VideoKey | null {
  const [top, platform, escaped] = name.split("/");
  const known = Platform.safeParse(platform);
  if (top !== "videos" || !known.success || !escaped || !/^(?:[A-Za-z0-9_-]|%[0-9A-F]{2})+$/.test(escaped)) return null;
  const id = Buffer.from(
    escaped.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
  return escapeId(id) === escaped ? { platform: known.data, id } : null;
}
