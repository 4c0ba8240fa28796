import { ChatMessage, type VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { chooseStep } from "./listSteps.ts";
import { readRecords } from "./readOutput.ts";

/**
 * The chat of a video in order of time, in batches; none for a video without chat.
 *
 * @param variant where the chat came from, e.g. `import`; needed only where there are several
 */
export async function* readMessageBatches(
  corpus: Corpus,
  video: VideoKey,
  variant?: string,
): AsyncIterable<ChatMessage[]> {
  const step = await chooseStep(corpus, video, "chat", variant);
  if (step) yield* readRecords(corpus, video, step, "messages.jsonl.gz", ChatMessage);
}

/** The chat of a video in order of time, message by message; see readMessageBatches. */
export async function* readMessages(corpus: Corpus, video: VideoKey, variant?: string): AsyncIterable<ChatMessage> {
  for await (const batch of readMessageBatches(corpus, video, variant)) yield* batch;
}
