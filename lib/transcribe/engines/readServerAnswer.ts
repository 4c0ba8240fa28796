import { z } from "zod";
import { PermanentError } from "#lib/errors.ts";
import { type ReadReport, whisperCppJson } from "#lib/formats/index.ts";
import type { HeardSegment } from "../speechEngine.ts";

const Token = z.object({ word: z.string(), start: z.number(), end: z.number(), probability: z.number() });
const Segment = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  words: z.array(Token).default([]),
  no_speech_prob: z.number().optional(),
});
const Answer = z.object({ segments: z.array(Segment) });

/**
 * The segments in an answer of whisper-server (`verbose_json`). Its "words" are tokens: they are put together as those of
 * whisper-cli are, by the same reader, so that both ways give the same words, probabilities and mean log-probability.
 *
 * @throws PermanentError for another answer
 */
export async function readServerAnswer(text: string): Promise<HeardSegment[]> {
  const parsed = Answer.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new PermanentError(`Expected segments from whisper-server, found ${JSON.stringify(text.slice(0, 200))}.`);
  const { segments } = parsed.data;
  const offsets = (one: { start: number; end: number }) => ({
    from: milliseconds(one.start),
    to: milliseconds(one.end),
  });
  const transcription = segments.map((segment) => ({
    offsets: offsets(segment),
    text: segment.text,
    tokens: segment.words.map((token) => ({ text: token.word, offsets: offsets(token), p: token.probability })),
  }));
  const report: ReadReport = { skipped: new Map(), unknownFields: new Map(), video: {} };
  const bytes = async function* () {
    yield Buffer.from(JSON.stringify({ transcription }));
  };
  const heard: HeardSegment[] = [];
  for await (const batch of whisperCppJson.read(bytes(), report, { file: "whisper-server", strict: true }))
    for (const { index, startMs, endMs, text: said, words, confidence } of batch) {
      const noSpeech = segments[index]?.no_speech_prob;
      heard.push({
        ...{ startMs, endMs, text: said },
        ...(words && { words }),
        confidence: { ...confidence, ...(noSpeech !== undefined && { noSpeech }) },
      });
    }
  return heard;
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
