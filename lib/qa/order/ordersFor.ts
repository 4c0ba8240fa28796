import type { OrderScheme, Question } from "#lib/records/index.ts";
import { historicalPermutation } from "./historicalPermutation.ts";
import { rotations, written } from "./rotations.ts";

/**
 * The orders in which a scheme shows a question's choices, each from shown position to written index.
 *
 * @example
 * ordersFor("rotations", question).length; // as many as the question has choices
 */
export function ordersFor(
  scheme: OrderScheme,
  question: Pick<Question, "chunk" | "kind" | "choices">,
): readonly number[][] {
  const n = question.choices.length;
  if (scheme === "written") return [written(n)];
  if (scheme === "rotations") return rotations(n);
  const { video, index } = question.chunk;
  return [historicalPermutation(video.id, index, question.kind === "topic" ? "Q1" : "Q2", undefined, n)];
}
