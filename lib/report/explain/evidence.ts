import type { Answer, Chunk, Question } from "#lib/records/index.ts";

/** The records that a study's numbers were computed from. */
export interface Evidence {
  questions: readonly Question[];
  chunks: readonly Chunk[];
  answers: readonly Answer[];
}

/** Which answers a row of data counts: those to one question, under some arms, by one reader, in one order and draw; null for all. */
export interface Scope {
  question: string;
  arms: readonly string[] | null;
  reader: string | null;
  order: readonly number[] | null;
  draw: number | null;
}

/** What a row of data says of the answers that it counts; null for one that names no question. */
export function scopeOf(source: unknown): Scope | null {
  if (typeof source !== "object" || source === null) return null;
  const { question, arm, arms, reader, order, draw } = source as Record<string, unknown>;
  if (typeof question !== "string") return null;
  const several = Array.isArray(arms) ? arms.map(String) : null;
  return {
    question,
    arms: typeof arm === "string" ? [arm] : several,
    reader: typeof reader === "string" ? reader : null,
    order: Array.isArray(order) ? order.map(Number) : null,
    draw: typeof draw === "number" ? draw : null,
  };
}

/** Whether an answer to the scope's question is one of those that count. */
export function counts({ arms, reader, order, draw }: Scope, answer: Answer): boolean {
  return (
    (arms === null || arms.includes(answer.arm)) &&
    (reader === null || reader === answer.reader) &&
    (order === null || order.join() === answer.order.join()) &&
    (draw === null || draw === answer.draw)
  );
}

/** The name that a chunk is found by. */
export function chunkName({ video, index }: Question["chunk"]): string {
  return `${video.platform}/${video.id}/${index}`;
}
