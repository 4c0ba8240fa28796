import { Utterance, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { chooseStep } from "./listSteps.ts";
import { readRecords } from "./readOutput.ts";

/**
 * The speech of a video in order of time; none for a video without transcript.
 *
 * @param variant whose transcript, e.g. `import` or an engine's; needed only where there are several
 */
export async function* readUtterances(corpus: Corpus, video: VideoKey, variant?: string): AsyncIterable<Utterance> {
  const step = await chooseStep(corpus, video, "transcribe", variant);
  if (!step) return;
  for await (const batch of readRecords(corpus, video, step, "utterances.jsonl.gz", Utterance)) yield* batch;
}
