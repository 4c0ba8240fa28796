import type { Question } from "#lib/records/index.ts";

/** The accuracy of guessing: the mean of 1/k over questions of k choices, which need not have equally many. */
export function chanceOf(questions: readonly Pick<Question, "choices">[]): number {
  return questions.reduce((sum, { choices }) => sum + 1 / choices.length, 0) / questions.length;
}
