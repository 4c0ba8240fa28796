import { createHash } from "node:crypto";
import type { VideoKey } from "./video.ts";

/**
 * Where a study's model calls about some videos are kept: below a folder whose name holds a tag of each video, so that a call is
 * found by its key without a search, and all calls of a video without reading one.
 *
 * @param key the call's key, 64 hexadecimal digits
 */
export function callPath(study: string, videos: readonly VideoKey[], key: string): string {
  const tags = [...new Set(videos.map(tagOf))].sort();
  return `${callFolder(study)}${tags.join(".") || "none"}/${key}.json`;
}

/** The folder of all of a study's model calls. */
export function callFolder(study: string): string {
  return `studies/${study}/calls/`;
}

/** The folder of what each process has spent on a study's model calls. */
export function budgetFolder(study: string): string {
  return `studies/${study}/budget/`;
}

/** True for the path of a call that has something of a video in its text. */
export function isCallOf(path: string, video: VideoKey): boolean {
  const tags = /^studies\/[^/]+\/calls\/([^/]+)\/[^/]+\.json$/.exec(path)?.[1];
  return tags?.split(".").includes(tagOf(video)) ?? false;
}

/** 64 bits: two of a million videos have the same tag with a probability of one in forty million. */
function tagOf({ platform, id }: VideoKey): string {
  return createHash("sha256").update(`${platform}/${id}`).digest("hex").slice(0, 16);
}
