import { csvLine, type RawMessage } from "#lib/formats/index.ts";
import type { Video } from "#lib/records/index.ts";
import { asEvents, sentMs } from "./writable.ts";

const holds = { kinds: ["text"], format: "the comment CSV of Pococha" } as const;

/**
 * The comments of one Pococha live, `comment_{live id}.csv`: text only, offsets in whole seconds, users by their number.
 *
 * @throws InputError for a message of another kind than text, or one before the start
 */
export function* writePocochaCsv(video: Video, messages: Iterable<RawMessage>): Iterable<string> {
  yield csvLine(["live_id", "user_id", "text", "comment_time", "live_started_time", "elapsed_seconds"]);
  for (const { message, atMs } of asEvents(video, messages, holds)) {
    const { author, text } = message;
    const times = [stamp(sentMs(video, atMs)), stamp(sentMs(video, 0)), Math.floor(atMs / 1000)];
    yield csvLine([video.id, author.id ?? author.name, text, ...times]);
  }
}

/** A time as a table of the warehouse exports it: `2025-11-03 12:00:05 UTC`. */
function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
