import { z } from "zod";
import { type Corpus, type NumberedStep, readText } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Transcript } from "../transcript.ts";

/** The output in which a transcript says what became of the sound. */
export const factsOutput = "transcript.json";

/** What became of the sound of one video; times in milliseconds. */
export const TranscriptFacts = z.object({
  durationMs: z.number().int().nonnegative(),
  /** How much of it is speech, by the model of voice activity. */
  speechMs: z.number().int().nonnegative(),
  utterances: z.number().int().nonnegative(),
  /** Utterances that the gate set aside, by reason. */
  dropped: z.record(z.string(), z.number().int().positive()),
  /** Lines in which the decoder said that something could not be decoded. */
  decodeErrors: z.number().int().nonnegative(),
});
export type TranscriptFacts = z.infer<typeof TranscriptFacts>;

/** Counts what a transcript holds. */
export function countTranscript(transcript: Transcript, decodeErrors: number): TranscriptFacts {
  const { durationMs, speech, utterances, dropped } = transcript;
  const reasons: Record<string, number> = {};
  for (const { reason } of dropped) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const speechMs = speech.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return {
    durationMs: Math.round(durationMs),
    speechMs: Math.round(speechMs),
    utterances: utterances.length,
    dropped: reasons,
    decodeErrors,
  };
}

/** What a transcript in the corpus says of itself, or null for one that was imported. */
export async function readTranscriptFacts(
  corpus: Corpus,
  video: VideoKey,
  step: NumberedStep,
): Promise<TranscriptFacts | null> {
  const text = await readText(corpus, video, step, factsOutput);
  return text === null ? null : TranscriptFacts.parse(JSON.parse(text));
}

/** The share of utterances that the gate set aside; null where nothing was heard. */
export function dropRate({ utterances, dropped }: TranscriptFacts): number | null {
  const out = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return utterances + out === 0 ? null : out / (utterances + out);
}
