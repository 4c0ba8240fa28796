import { chunkTextName, writeChunkText } from "#lib/formats/index.ts";
import type { Chunk, ChunkLine } from "#lib/records/index.ts";

/** A file of the historical layout: its path below the folder that a person names, and its text. */
export interface ChunkText {
  path: string;
  text: string;
}

/**
 * The text files that the original notebooks made of chunks: `comment_speech_combined/{id}_{k}.txt` with chat and speech,
 * `comment_only/{id}_{k}.txt` with chat alone, below the platform's name; a chunk without a line gives no file.
 *
 * @param tags false to leave out the `[CHAT] ` and `[SPEECH] ` before each line, which the original kept
 */
export function* chunkTexts(chunks: Iterable<Chunk & { chatOnly?: ChunkLine[] }>, tags = true): Iterable<ChunkText> {
  for (const { video, index, lines, chatOnly } of chunks) {
    const chat = chatOnly ?? lines.filter((line) => line.source === "CHAT");
    const name = chunkTextName(video.id, index);
    for (const [folder, shown] of [
      ["comment_speech_combined", lines],
      ["comment_only", chat],
    ] as const)
      if (shown.length > 0)
        yield { path: `${video.platform}/${folder}/${name}`, text: writeChunkText(shown, { tags }) };
  }
}
