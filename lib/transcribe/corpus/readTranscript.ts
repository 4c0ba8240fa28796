import { z } from "zod";
import { type Corpus, type NumberedStep, readRecords, readVideo } from "#lib/corpus/index.ts";
import { Utterance, type VideoKey } from "#lib/records/index.ts";
import { guessLanguage } from "#lib/text/index.ts";
import type { DroppedUtterance, SpeechRange } from "../transcript.ts";
import { readTranscriptFacts, type TranscriptFacts } from "./transcriptFacts.ts";

const Range: z.ZodType<SpeechRange> = z.object({ startMs: z.number(), endMs: z.number() });
const reasons = [
  "repetition",
  "repeatedUtterance",
  "compressionRatio",
  "noSpeech",
  "fillerLine",
  "speechRate",
] as const;
const Dropped: z.ZodType<DroppedUtterance> = z.object({ utterance: Utterance, reason: z.enum(reasons) });

/** A transcript as the corpus holds it; `facts`, `dropped` and `speech` are null for one that was imported. */
export interface StoredTranscript {
  utterances: Utterance[];
  /** ISO 639-1: of the video where it is known, else guessed from the text. */
  language: string;
  facts: TranscriptFacts | null;
  dropped: DroppedUtterance[] | null;
  speech: SpeechRange[] | null;
}

/** Reads one transcript of a video, whole. */
export async function readTranscript(corpus: Corpus, video: VideoKey, step: NumberedStep): Promise<StoredTranscript> {
  const all = async <T>(name: string, schema: z.ZodType<T>): Promise<T[] | null> => {
    if (!step.record.outputs[name]) return null;
    const records: T[] = [];
    for await (const batch of readRecords(corpus, video, step, name, schema))
      for (const one of batch) records.push(one);
    return records;
  };
  const utterances = (await all("utterances.jsonl.gz", Utterance)) ?? [];
  const { language } = await readVideo(corpus, video);
  return {
    utterances,
    language:
      language ??
      guessLanguage(
        utterances
          .slice(0, 500)
          .map(({ text }) => text)
          .join("\n"),
      ),
    facts: await readTranscriptFacts(corpus, video, step),
    dropped: await all("dropped.jsonl.gz", Dropped),
    speech: await all("speech.jsonl.gz", Range),
  };
}
