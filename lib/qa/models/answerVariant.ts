import type { PromptName } from "../prompts/readPrompt.ts";

/**
 * How a model is asked: `plain`; `abstain`, where it may say that it cannot tell; `free`, in its own words; or with the prompts
 * of the historical protocols A, B and C, in Japanese.
 */
export const answerVariants = {
  plain: "answer",
  abstain: "answer-abstain",
  free: "answer-free",
  a: "answer-a",
  b: "answer-b",
  c: "answer-c",
} as const satisfies Record<string, PromptName>;

export type AnswerVariant = keyof typeof answerVariants;
