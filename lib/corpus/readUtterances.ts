import { Utterance, type VideoKey } from "#lib/records/index.ts";
import { chooseSpeech } from "./chooseSpeech.ts";
import type { Corpus } from "./corpus.ts";
import { readRecords } from "./readOutput.ts";

/**
 * The speech of a video in order of time; none for a video without transcript.
 *
 * @param variant whose transcript, see chooseSpeech; needed only where there are several and none was imported
 */
export async function* readUtterances(corpus: Corpus, video: VideoKey, variant?: string): AsyncIterable<Utterance> {
  const step = await chooseSpeech(corpus, video, variant);
  if (!step) return;
  for await (const batch of readRecords(corpus, video, step, "utterances.jsonl.gz", Utterance)) yield* batch;
}
