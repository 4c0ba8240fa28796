import type { Answer, Chunk, Question } from "#lib/records/index.ts";

/** The records that a study's numbers were computed from. */
export interface Evidence {
  questions: readonly Question[];
  chunks: readonly Chunk[];
  answers: readonly Answer[];
}

/** Which answers a row of data counts: those to one question, under some arms, by one reader; null for all. */
export interface Scope {
  question: string;
  arms: readonly string[] | null;
  reader: string | null;
}

/** What a row of data says of the answers that it counts; null for one that names no question. */
export function scopeOf(source: unknown): Scope | null {
  if (typeof source !== "object" || source === null) return null;
  const { question, arm, arms, reader } = source as Record<string, unknown>;
  if (typeof question !== "string") return null;
  const several = Array.isArray(arms) ? arms.map(String) : null;
  return {
    question,
    arms: typeof arm === "string" ? [arm] : several,
    reader: typeof reader === "string" ? reader : null,
  };
}

/** The name that a chunk is found by. */
export function chunkName({ video, index }: Question["chunk"]): string {
  return `${video.platform}/${video.id}/${index}`;
}
