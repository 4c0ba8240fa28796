import { InputError } from "#lib/errors.ts";
import type { StudyModel } from "#lib/records/index.ts";
import { thinkingName } from "./providers/thinkingName.ts";

/**
 * The name of a study's model, as its calls have it, such as `genai:gemini-2.5-flash;thinking=0`; no provider is built for it, so
 * replay can use it.
 *
 * @throws InputError for a model whose name cannot be one
 */
export function modelName({
  provider,
  model,
  thinkingBudget,
}: Pick<StudyModel, "provider" | "model" | "thinkingBudget">): string {
  // A semicolon would end the model's name within the call's.
  if (!/^[^\s;]+$/.test(model))
    throw new InputError(`${JSON.stringify(model)}: expected the name of a model, without blanks and semicolons.`);
  return `${provider}:${model}${provider === "openai" ? "" : thinkingName(thinkingBudget)}`;
}
