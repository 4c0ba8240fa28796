import { createHash } from "node:crypto";
import type { StudyModel } from "#lib/records/index.ts";
import type { Prompt } from "../prompts/readPrompt.ts";

/** Raised whenever the code that lays out requests or reads replies changes in a way that prompts do not show. */
const layout = "1";

/**
 * The version of whoever asks a model: 16 hexadecimal digits of what decides its replies, which are the model, its settings
 * and its prompts. Limits, prices and places are no part of it.
 */
export function modelVersion(models: readonly StudyModel[], prompts: readonly Prompt[]): string {
  const facts = models.map(({ provider, model, temperature, maxOutputTokens, thinkingBudget, constrained }) => [
    ...[provider, model, temperature, maxOutputTokens],
    ...[thinkingBudget ?? null, constrained ?? true],
  ]);
  return createHash("sha256")
    .update(JSON.stringify([layout, facts, prompts.map(({ name, hash }) => [name, hash])]))
    .digest("hex")
    .slice(0, 16);
}
