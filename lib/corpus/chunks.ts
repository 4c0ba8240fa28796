import { Chunk, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { isStale } from "./isStale.ts";
import { chooseStep, latestStep } from "./listSteps.ts";
import { publishStep } from "./publishStep.ts";
import { readRecords } from "./readOutput.ts";
import type { NumberedStep, StepRecord } from "./stepRecord.ts";
import { jsonLines, writeOutput } from "./writeOutput.ts";

const outputName = "chunks.jsonl.gz";

/** The chunks of a video in order, as the chunk step's variant cut them; none where it was never cut. */
export async function* readChunks(corpus: Corpus, video: VideoKey, variant?: string): AsyncIterable<Chunk> {
  const step = await chooseStep(corpus, video, "chunk", variant);
  if (!step) return;
  for await (const batch of readRecords(corpus, video, step, outputName, Chunk)) yield* batch;
}

/**
 * Publishes the chunks of a video as one variant of the step `chunk`; where the same chunks were made from the same inputs,
 * nothing is written and the record that is there is given back.
 *
 * @param facts what the step record says beside the outputs
 * @param fence the number of the lease under which the work was done
 */
export async function writeChunks(
  corpus: Corpus,
  video: VideoKey,
  variant: string,
  chunks: Iterable<Chunk>,
  facts: Omit<StepRecord, "step" | "variant" | "outputs">,
  fence?: number,
): Promise<NumberedStep> {
  const output = await writeOutput(corpus, video, "chunk", outputName, jsonLines(chunks));
  const known = await latestStep(corpus, video, "chunk", variant);
  if (known && known.record.outputs[outputName]?.sha256 === output.sha256 && !isStale(known.record, facts))
    return known;
  return publishStep(corpus, video, { ...facts, step: "chunk", variant, outputs: { [outputName]: output } }, fence);
}
