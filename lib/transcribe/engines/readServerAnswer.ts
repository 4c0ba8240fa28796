import { z } from "zod";
import { PermanentError } from "#lib/errors.ts";
import type { HeardSegment } from "../speechEngine.ts";
import { heardFromTokens } from "./heardFromTokens.ts";

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
 * The segments in an answer of whisper-server (`verbose_json`), whose "words" are tokens.
 *
 * @throws PermanentError for another answer
 */
export async function readServerAnswer(text: string): Promise<HeardSegment[]> {
  const parsed = Answer.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new PermanentError(`Expected segments from whisper-server, found ${JSON.stringify(text.slice(0, 200))}.`);
  const { segments } = parsed.data;
  const times = (one: { start: number; end: number }) => ({
    startMs: milliseconds(one.start),
    endMs: milliseconds(one.end),
  });
  const heard = await heardFromTokens(
    segments.map((segment) => ({
      ...times(segment),
      text: segment.text,
      tokens: segment.words.map((token) => ({ text: token.word, ...times(token), probability: token.probability })),
    })),
  );
  return heard.map(({ index, segment }) => {
    const noSpeech = segments[index]?.no_speech_prob;
    return { ...segment, confidence: { ...segment.confidence, ...(noSpeech !== undefined && { noSpeech }) } };
  });
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
