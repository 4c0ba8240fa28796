import { InputError } from "#lib/errors.ts";
import type { RawMessage } from "#lib/formats/index.ts";
import type { MessageKind, Video } from "#lib/records/index.ts";

/** Messages that have what a chat file needs, checked one by one. */
export function* asEvents(
  video: Video,
  messages: Iterable<RawMessage>,
  only?: { kinds: readonly MessageKind[]; format: string },
): Iterable<{ message: RawMessage; id: string; atMs: number }> {
  for (const message of messages) {
    const where = `message ${message.index} of ${video.platform}/${video.id}`;
    if (message.atMs === undefined) throw new InputError(`${where}: expected its offset atMs, found none.`);
    if (only && !only.kinds.includes(message.kind))
      throw new InputError(`${where}: ${only.format} cannot hold the kind ${message.kind}. Leave such messages out.`);
    if (only && message.atMs < 0)
      throw new InputError(`${where}: ${only.format} holds nothing before the start. Leave such messages out.`);
    yield { message, id: message.id ?? `${video.id}-${message.index}`, atMs: message.atMs };
  }
}

/** When a message was sent, in milliseconds since 1970. */
export function sentMs(video: Video, atMs: number): number {
  if (video.startedAt === undefined)
    throw new InputError(
      `${video.platform}/${video.id}: expected startedAt, by which messages have a wall-clock time.`,
    );
  return Date.parse(video.startedAt) + atMs;
}

/** A name as a regular expression that matches it and nothing else. */
export function literal(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
