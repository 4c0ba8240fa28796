import { z } from "zod";
import { thinkingName } from "./providers/thinkingName.ts";

/** A name as providers have them; a semicolon would end it within a call's name. */
const name = z.string().regex(/^[^\s;]+$/, "expected a model's name without blanks and semicolons");
const price = z
  .strictObject({
    inputUsd: z.number().nonnegative(),
    cachedUsd: z.number().nonnegative(),
    outputUsd: z.number().nonnegative(),
  })
  .optional();
const google = {
  model: name,
  /** Tokens that the model may think with before it answers; 0 for none, where the model allows it. */
  thinkingBudget: z.number().int().nonnegative().optional(),
  /** Dollars per million tokens, in the place of the price table's. */
  price,
};

/** A model as a study names it. What is secret is not in it: keys come from the environment. */
export const ModelConfig = z.discriminatedUnion("provider", [
  /** Without a project: by key, from $GEMINI_API_KEY. */
  z.strictObject({
    provider: z.literal("genai"),
    ...google,
    project: z.string().min(1).optional(),
    location: z.string().min(1).default("global"),
  }),
  z.strictObject({
    provider: z.literal("vertexai"),
    ...google,
    project: z.string().min(1),
    location: z.string().min(1).default("us-central1"),
  }),
  z.strictObject({
    provider: z.literal("openai"),
    model: name,
    baseUrl: z.url({ protocol: /^https?$/ }),
    constrained: z.boolean().default(true),
    price,
  }),
]);
export type ModelConfig = z.infer<typeof ModelConfig>;

/** The name of a configured model, as its calls have it; no provider is built for it, so replay can use it. */
export function modelName(config: ModelConfig): string {
  const thinking = config.provider === "openai" ? undefined : config.thinkingBudget;
  return `${config.provider}:${config.model}${thinkingName(thinking)}`;
}
