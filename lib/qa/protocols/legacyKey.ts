import type { QuestionName } from "./stages.ts";

/** The name of one question in the files of B and C: `live_chunk_Q1`, with `NA` for an unknown chunk. */
export function legacyKey(liveId: string, chunkIndex: number | null, question: QuestionName): string {
  return `${liveId}_${chunkIndex ?? "NA"}_${question}`;
}
