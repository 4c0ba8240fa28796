import type { AnswerStatus } from "#lib/records/index.ts";
import type { ModelOutcome } from "./languageModel.ts";

/**
 * What an outcome is as an Answer: `read` where there is a whole text whose meaning decides between answered, invalid and
 * refused; null where there is no answer at all, so that none is stored and the question is asked again by the next run.
 * The table is in docs/models.md.
 */
export function answerStatus(outcome: ModelOutcome): AnswerStatus | "read" | null {
  switch (outcome.status) {
    case "ok":
      return "read";
    case "blocked":
      return outcome.reason === "refusal" ? "refused" : "blocked";
    case "truncated":
    case "empty":
      return "invalid";
    case "failed":
      return null;
  }
}
