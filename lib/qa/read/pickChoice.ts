import { createHash } from "node:crypto";
import type { PublicQuestion, Reply } from "./reader.ts";

/**
 * The best-scored choice. Ties are broken by a seeded hash of the choice's text, so that neither the order of choices nor
 * of lines can decide.
 */
export function pickChoice(question: PublicQuestion, scores: readonly number[], seed: string): Reply {
  const best = Math.max(...scores);
  const tied = scores.flatMap((score, i) => (best - score < 1e-9 ? [i] : []));
  const lot = (i: number) => createHash("sha256").update(`${seed}|${question.id}|${question.choices[i]}`).digest("hex");
  const choice = tied.length === 1 ? tied[0]! : tied.sort((a, b) => (lot(a) < lot(b) ? -1 : 1))[0]!;
  return { status: "answered", choice, scores };
}
