import { type ReadReport, whisperCppJson } from "#lib/formats/index.ts";
import type { HeardSegment } from "../speechEngine.ts";

/** A segment as a recogniser has it: its text, and the tokens of that text, where it knows them. */
export interface TokenSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly tokens: readonly {
    readonly text: string;
    readonly startMs: number;
    readonly endMs: number;
    readonly probability?: number;
  }[];
}

/**
 * Segments with words instead of tokens. They are put together by the reader of whisper.cpp's own files, so that a
 * transcript that was imported and one that was made here have the same words and the same mean log-probability.
 *
 * @returns each segment that has a text, with its place among those that were given
 */
export async function heardFromTokens(
  segments: readonly TokenSegment[],
): Promise<{ index: number; segment: HeardSegment }[]> {
  const offsets = (one: { startMs: number; endMs: number }) => ({ from: one.startMs, to: one.endMs });
  const transcription = segments.map((segment) => ({
    offsets: offsets(segment),
    text: segment.text,
    tokens: segment.tokens.map((token) => ({ text: token.text, offsets: offsets(token), p: token.probability })),
  }));
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const heard: { index: number; segment: HeardSegment }[] = [];
  const options = { file: "a speech engine", strict: true };
  for await (const batch of whisperCppJson.read(jsonBytes({ transcription }), report, options))
    for (const { index, startMs, endMs, text, words, confidence } of batch)
      heard.push({
        index,
        segment: { startMs, endMs, text, ...(words && { words }), ...(confidence && { confidence }) },
      });
  return heard;
}

async function* jsonBytes(value: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(value));
}
