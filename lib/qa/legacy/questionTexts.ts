import { z } from "zod";

/** A question file of a historical run as far as a record needs it; each part may be anything. */
export const QuestionTexts = z.object({
  questions: z.array(
    z.looseObject({
      question: z.unknown().optional(),
      choices: z.unknown().optional(),
      answer_index: z.unknown().optional(),
    }),
  ),
});
