import type { Question } from "#lib/records/index.ts";
import type { PublicQuestion } from "./reader.ts";

/**
 * The part of a question that answerers see, with its choices in the order given (shown position to written index). Built
 * field by field, so that nothing else can come along.
 */
export function shownQuestion(question: Question, order: readonly number[]): PublicQuestion {
  const { id, kind, language, stem, choices } = question;
  return { id, kind, language, stem, choices: order.map((written) => choices[written]!) };
}
