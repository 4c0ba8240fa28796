import { z } from "zod";
import { VideoKey } from "./video.ts";

export const LineSource = z.enum(["CHAT", "SPEECH"]);
export type LineSource = z.infer<typeof LineSource>;

/** One line that a reader may see; `ref` is the id of the message or utterance it was made of. */
export const ChunkLine = z.object({ source: LineSource, ref: z.string(), atMs: z.number().int(), text: z.string() });
export type ChunkLine = z.infer<typeof ChunkLine>;

/**
 * Sizes of a chunk: lines and code points by source, chat:speech ratio of code points (null without speech), the mean
 * recogniser confidence of its utterances (null where none is known), and the chat lines that the filter left out.
 */
export const ChunkCounts = z.object({
  chatLines: z.number().int(),
  speechLines: z.number().int(),
  chatChars: z.number().int(),
  speechChars: z.number().int(),
  chatSpeechRatio: z.number().nullable(),
  avgLogprob: z.number().nullable(),
  filteredLines: z.number().int(),
});
export type ChunkCounts = z.infer<typeof ChunkCounts>;

/** A window of a stream, `startMs` to `endMs` half-open; `index` is 1-based; `lines` are in reading order. */
export const Chunk = z.object({
  video: VideoKey,
  index: z.number().int().positive(),
  startMs: z.number().int(),
  endMs: z.number().int(),
  lines: z.array(ChunkLine),
  counts: ChunkCounts,
});
export type Chunk = z.infer<typeof Chunk>;
