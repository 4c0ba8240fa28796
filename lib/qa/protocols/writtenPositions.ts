import { z } from "zod";
import { pythonInt } from "./pythonInt.ts";
import type { QuestionName } from "./stages.ts";

/** The part of a question file that says which choice is right; the index may be anything. */
export const QuestionFile = z.object({ questions: z.array(z.looseObject({ answer_index: z.unknown().optional() })) });

/**
 * Right positions in C's question files, counted as it counted them: a negative index counts from the end, a file is left
 * at its first bad index, so that a bad Q2 leaves Q1 in the count.
 */
export function writtenPositions(files: readonly z.infer<typeof QuestionFile>[]): Record<QuestionName, number[]> {
  const positions: Record<QuestionName, number[]> = { Q1: [], Q2: [] };
  for (const { questions } of files)
    for (const [i, name] of (["Q1", "Q2"] as const).entries()) {
      const index = pythonInt(questions[i]?.answer_index);
      if (index === null || index < -4 || index > 3) break;
      positions[name].push(index < 0 ? index + 4 : index);
    }
  return positions;
}
