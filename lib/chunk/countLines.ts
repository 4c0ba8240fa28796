import type { ChunkCounts, ChunkLine, Utterance } from "#lib/records/index.ts";
import { codePointLength } from "#lib/text/index.ts";

/**
 * The sizes of a chunk: lines and code points by source, their ratio (null without speech), and the plain mean of
 * `avgLogprob` over the utterances that have one (null where none has).
 */
export function countLines(
  lines: readonly ChunkLine[],
  utterances: ReadonlyMap<string, Utterance>,
  filteredLines: number,
): ChunkCounts {
  const counts = { chatLines: 0, speechLines: 0, chatChars: 0, speechChars: 0 };
  const logprobs: number[] = [];
  for (const line of lines) {
    const chars = codePointLength(line.text);
    if (line.source === "CHAT") {
      counts.chatLines++;
      counts.chatChars += chars;
    } else {
      counts.speechLines++;
      counts.speechChars += chars;
      const logprob = utterances.get(line.ref)?.confidence?.avgLogprob;
      if (logprob !== undefined) logprobs.push(logprob);
    }
  }
  return {
    ...counts,
    chatSpeechRatio: counts.speechChars === 0 ? null : counts.chatChars / counts.speechChars,
    avgLogprob: logprobs.length === 0 ? null : logprobs.reduce((sum, value) => sum + value, 0) / logprobs.length,
    filteredLines,
  };
}
