import type { Chunk, ChunkKey, Question } from "#lib/records/index.ts";

/** Tells the questions whose chunk, chat and speech together, has at least so many code points: a study's gate. */
export function longEnough(chunks: readonly Chunk[], minCombinedChars: number): (question: Question) => boolean {
  const long = new Set(chunks.filter((chunk) => lengthOf(chunk) >= minCombinedChars).map(nameOf));
  return (question) => long.has(nameOf(question.chunk));
}

const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
const lengthOf = ({ counts }: Chunk) => counts.chatChars + counts.speechChars;
