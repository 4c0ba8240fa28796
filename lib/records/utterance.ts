import { z } from "zod";

/** One word of speech; `probability` is the recogniser's own, 0 to 1. */
export const Word = z.object({
  text: z.string(),
  startMs: z.number().int(),
  endMs: z.number().int(),
  probability: z.number().min(0).max(1).optional(),
});
export type Word = z.infer<typeof Word>;

/** What a recogniser says of its own work: mean log-probability, probability of no speech, gzip ratio of the text. */
export const Confidence = z.object({
  avgLogprob: z.number().optional(),
  noSpeech: z.number().optional(),
  compressionRatio: z.number().optional(),
});
export type Confidence = z.infer<typeof Confidence>;

/** One stretch of speech; times are offsets from the start of the stream, `speaker` is a pseudonym. */
export const Utterance = z.object({
  id: z.string().min(1),
  startMs: z.number().int(),
  endMs: z.number().int(),
  text: z.string(),
  speaker: z.string().optional(),
  words: z.array(Word).optional(),
  confidence: Confidence.optional(),
});
export type Utterance = z.infer<typeof Utterance>;
