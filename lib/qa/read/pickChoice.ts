import { drawLot } from "./drawLot.ts";
import type { PublicQuestion, Reply } from "./reader.ts";
import { tiedChoices } from "./tiedChoices.ts";

/**
 * The best-scored choice. Ties are broken by a seeded hash of the choice's text, so that neither the order of choices nor
 * of lines can decide.
 */
export function pickChoice(question: PublicQuestion, scores: readonly number[], seed: string): Reply {
  const tied = tiedChoices(scores);
  const choice = tied.length === 1 ? tied[0]! : drawLot(tied, (i) => question.choices[i]!, `${seed}|${question.id}`);
  return { status: "answered", choice, scores };
}
