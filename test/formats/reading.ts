import type { ChatFormat, RawMessage, ReadOptions, ReadReport } from "#lib/formats/index.ts";

/** An empty report, as the import hands to a reader. */
export function emptyReport(): ReadReport {
  return { skipped: new Map(), unknownFields: new Map(), video: {} };
}

/** A text or bytes as a stream of pieces of `size` bytes. */
export async function* pieces(content: string | Uint8Array, size = 1 << 20): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All items of a reader's batches. */
export async function flat<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

/** What a chat format reads out of a text, and its report with the counters as plain objects. */
export async function readChat(
  format: ChatFormat,
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
  size?: number,
): Promise<{
  messages: RawMessage[];
  skipped: Record<string, number>;
  unknownFields: Record<string, number>;
  video: ReadReport["video"];
}> {
  const report = emptyReport();
  const messages = await flat(
    format.read(pieces(content, size), report, { file: "chat.log", strict: false, ...options }),
  );
  return {
    messages,
    skipped: Object.fromEntries(report.skipped),
    unknownFields: Object.fromEntries(report.unknownFields),
    video: report.video,
  };
}
