import { type Corpus, jsonLines, publishStep, type StepRecord, writeOutput } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import type { ChatMessage, Utterance, Video } from "#lib/records/index.ts";

/** One stream as records: what is known of it, its chat and its speech, each in order of time. */
export interface Stream {
  video: Video;
  messages: readonly ChatMessage[];
  utterances: readonly Utterance[];
}

/** Publishes a stream's records in a corpus as if they had been imported. */
export async function publishStream(
  corpus: Corpus,
  { video, messages, utterances }: Stream,
  clock: Clock,
): Promise<void> {
  const publish = async (step: string, outputs: Record<string, Uint8Array>) => {
    const startedAt = clock.now().toISOString();
    const written: StepRecord["outputs"] = {};
    for (const [name, content] of Object.entries(outputs))
      written[name] = await writeOutput(corpus, video, step, name, content);
    await publishStep(corpus, video, {
      step,
      variant: "import",
      version: 1,
      params: {},
      inputs: {},
      outputs: written,
      tools: { node: process.version },
      attempts: 1,
      worker: "experiment",
      startedAt,
      finishedAt: clock.now().toISOString(),
    });
  };
  const about = Buffer.from(JSON.stringify(video));
  await publish("chat", { "messages.jsonl.gz": jsonLines(messages), "video.json": about });
  await publish("transcribe", { "utterances.jsonl.gz": jsonLines(utterances) });
}
